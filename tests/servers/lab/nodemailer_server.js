// SPDX-License-Identifier: MIT
//
// nodemailer's smtp-server, which keeps each message as N.eml (exact octets)
// and N.json (the envelope with its parameters, and who logged in). Options:
// hide=DSN,SMTPUTF8,... (not announced), size=OCTETS, auth=PLAIN,LOGIN,...
'use strict';
const { SMTPServer } = require('smtp-server');
const fs = require('fs');
const env = process.env;
const given = new Map(env.OPTIONS.split(' ').map(pair => pair.split('=')));
const users = { [env.LAB_USER]: env.LAB_PASS, [env.LAB_USER2]: env.LAB_PASS2 };
const refused = {
    'reject@lab.test': [550, 'no such user here'],
    'defer@lab.test': [450, 'mailbox busy, try later'],
    'full@lab.test': [452, 'mailbox full']
};
let count = 0;

function refusal(code, text) {
    return Object.assign(new Error(text), { responseCode: code });
}

function knows(auth) {
    switch (auth.method) {
        case 'XOAUTH2':
            return auth.accessToken === 'lab-access-token';
        case 'CRAM-MD5':
            return auth.validatePassword(users[auth.username] || '');
        default:
            return auth.username in users &&
                auth.password === users[auth.username];
    }
}

function onAuth(auth, session, done) {
    done(null, knows(auth)
        ? { user: auth.username, method: auth.method }
        : { message: 'Authentication failed',
            data: { status: '401', schemes: 'bearer', scope: 'mail' } });
}

function onRcptTo(address, session, done) {
    const why = refused[address.address];
    done(why ? refusal(...why) : null);
}

function keep(session, octets) {
    const name = `${env.MAIL}/${String(++count).padStart(4, '0')}`;
    const { mailFrom, rcptTo } = session.envelope;
    fs.writeFileSync(name + '.json', JSON.stringify({
        from: mailFrom.address, mail_options: mailFrom.args,
        to: rcptTo.map(one => one.address),
        rcpt_options: rcptTo.map(one => one.dsn || one.args),
        envelope: session.envelope, helo: session.hostNameAppearsAs,
        user: session.user || null, tls: session.secure
    }));
    fs.writeFileSync(name + '.new', octets);
    fs.renameSync(name + '.new', name + '.eml');
}

function serve(port, more) {
    const certificate = `${env.CERTS}/${env.CERT}`;
    const options = {
        name: 'mx.lab.test',
        size: Number(given.get('size') || 52428800),
        key: fs.readFileSync(certificate + '.key'),
        cert: fs.readFileSync(certificate + '.pem'),
        authMethods: (given.get('auth') || 'PLAIN,LOGIN,CRAM-MD5,XOAUTH2')
            .split(','),
        disableReverseLookup: true,
        hideENHANCEDSTATUSCODES: false,
        hideDSN: false,
        hideREQUIRETLS: false,
        onAuth,
        onRcptTo,
        onData(stream, session, done) {
            const parts = [];
            stream.on('data', part => parts.push(part));
            stream.on('end', () => {
                if (stream.sizeExceeded)
                    return done(refusal(552, 'message too big'));
                keep(session, Buffer.concat(parts));
                done(null, more.lmtp
                    ? session.envelope.rcptTo.map(() => 'kept') : 'kept');
            });
        },
        ...more
    };
    for (const keyword of (given.get('hide') || '').split(','))
        options['hide' + keyword] = true;
    new SMTPServer(options)
        .on('error', error => console.error(error.message))
        .listen(Number(port), '127.0.0.1');
}

serve(env.PORT_SMTP, { disabledCommands: ['AUTH'] });
serve(env.PORT_SUBMISSION, { authOptional: false });
serve(env.PORT_SMTPS, { secure: true, authOptional: false });
serve(env.PORT_LMTP, { lmtp: true, disabledCommands: ['AUTH'] });
