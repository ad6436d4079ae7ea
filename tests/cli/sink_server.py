# SPDX-License-Identifier: MIT
"""A mail server on loopback that throws messages away as fast as they come,
and counts their octets. The end of DATA is looked for at the end of what was
read alone, so the message may not hold a dot by itself on a line.
"""

import socket

END = b"\r\n.\r\n"
PATIENCE = 120


class Sink:
    """One connection: KEYWORDS are offered; WATCH is called when a message
    has come and is not yet answered."""

    def __init__(self, keywords, watch):
        self.keywords, self.watch = keywords, watch
        self.octets = 0  # of messages, without the dot
        self.messages = 0
        self.said = []  # lines of the client
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1)
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.room = memoryview(bytearray(1 << 20))
        self.unread = b""

    def serve(self):
        self.socket = self.listener.accept()[0]
        self.socket.settimeout(PATIENCE)
        self.say("220 sink.example.test ESMTP")
        while self.answer(self.line()):
            pass
        self.socket.close()
        self.listener.close()

    def say(self, line):
        self.socket.sendall(line.encode() + b"\r\n")

    def fill(self):
        """Reads into the room; how much."""
        size = self.socket.recv_into(self.room)
        if size == 0:
            raise EOFError("the client left: %r" % self.said)
        return size

    def line(self):
        while b"\r\n" not in self.unread:
            self.unread += bytes(self.room[:self.fill()])
        line, self.unread = self.unread.split(b"\r\n", 1)
        self.said.append(line.decode())
        return line

    def answer(self, command):
        verb = command.split()[0]
        if verb == b"EHLO":
            for line in ["sink.example.test", *self.keywords]:
                self.say("250-" + line)
            self.say("250 SIZE")
        elif verb == b"DATA":
            self.say("354 go")
            self.take_data()
        elif verb == b"BDAT":
            self.take_chunk(command.split())
        else:
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
        return verb != b"QUIT"

    def take_data(self):
        tail, self.unread = self.unread, b""
        count = len(tail)
        while not tail.endswith(END):
            size = self.fill()
            count += size
            tail = (tail + bytes(self.room[max(0, size - 5):size]))[-5:]
        self.octets += count - 3
        self.end()

    def take_chunk(self, words):
        left = int(words[1])
        self.octets += left
        taken = min(left, len(self.unread))
        self.unread = self.unread[taken:]
        left -= taken
        while left > 0:
            size = self.fill()
            self.unread = bytes(self.room[min(left, size):size])
            left -= min(left, size)
        if words[-1] == b"LAST":
            self.end()
        else:
            self.say("250 ok")

    def end(self):
        self.watch()
        self.messages += 1
        self.say("250 2.0.0 queued")
