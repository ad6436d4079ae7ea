/* SPDX-License-Identifier: MIT */

/*
 * The base64 kernel that every processor can run. One look into a table of
 * 4,096 pairs gives two characters at once, and one load of a word serves
 * four looks. The table is made by the preprocessor: it is constant, and
 * there is no first call that has to fill it.
 */

#include "codec/base64_kernels.h"

/* All pairs that begin with the character A. */
/* clang-format off */
#define PAIRS_OF(a)                                                            \
    {a, 'A'}, {a, 'B'}, {a, 'C'}, {a, 'D'}, {a, 'E'}, {a, 'F'}, {a, 'G'},      \
    {a, 'H'}, {a, 'I'}, {a, 'J'}, {a, 'K'}, {a, 'L'}, {a, 'M'}, {a, 'N'},      \
    {a, 'O'}, {a, 'P'}, {a, 'Q'}, {a, 'R'}, {a, 'S'}, {a, 'T'}, {a, 'U'},      \
    {a, 'V'}, {a, 'W'}, {a, 'X'}, {a, 'Y'}, {a, 'Z'}, {a, 'a'}, {a, 'b'},      \
    {a, 'c'}, {a, 'd'}, {a, 'e'}, {a, 'f'}, {a, 'g'}, {a, 'h'}, {a, 'i'},      \
    {a, 'j'}, {a, 'k'}, {a, 'l'}, {a, 'm'}, {a, 'n'}, {a, 'o'}, {a, 'p'},      \
    {a, 'q'}, {a, 'r'}, {a, 's'}, {a, 't'}, {a, 'u'}, {a, 'v'}, {a, 'w'},      \
    {a, 'x'}, {a, 'y'}, {a, 'z'}, {a, '0'}, {a, '1'}, {a, '2'}, {a, '3'},      \
    {a, '4'}, {a, '5'}, {a, '6'}, {a, '7'}, {a, '8'}, {a, '9'}, {a, '+'},      \
    {a, '/'}

/* Two characters for each value of 12 bits. */
static const uint8_t PAIRS[4096][2] = {
    PAIRS_OF('A'), PAIRS_OF('B'), PAIRS_OF('C'), PAIRS_OF('D'),
    PAIRS_OF('E'), PAIRS_OF('F'), PAIRS_OF('G'), PAIRS_OF('H'),
    PAIRS_OF('I'), PAIRS_OF('J'), PAIRS_OF('K'), PAIRS_OF('L'),
    PAIRS_OF('M'), PAIRS_OF('N'), PAIRS_OF('O'), PAIRS_OF('P'),
    PAIRS_OF('Q'), PAIRS_OF('R'), PAIRS_OF('S'), PAIRS_OF('T'),
    PAIRS_OF('U'), PAIRS_OF('V'), PAIRS_OF('W'), PAIRS_OF('X'),
    PAIRS_OF('Y'), PAIRS_OF('Z'), PAIRS_OF('a'), PAIRS_OF('b'),
    PAIRS_OF('c'), PAIRS_OF('d'), PAIRS_OF('e'), PAIRS_OF('f'),
    PAIRS_OF('g'), PAIRS_OF('h'), PAIRS_OF('i'), PAIRS_OF('j'),
    PAIRS_OF('k'), PAIRS_OF('l'), PAIRS_OF('m'), PAIRS_OF('n'),
    PAIRS_OF('o'), PAIRS_OF('p'), PAIRS_OF('q'), PAIRS_OF('r'),
    PAIRS_OF('s'), PAIRS_OF('t'), PAIRS_OF('u'), PAIRS_OF('v'),
    PAIRS_OF('w'), PAIRS_OF('x'), PAIRS_OF('y'), PAIRS_OF('z'),
    PAIRS_OF('0'), PAIRS_OF('1'), PAIRS_OF('2'), PAIRS_OF('3'),
    PAIRS_OF('4'), PAIRS_OF('5'), PAIRS_OF('6'), PAIRS_OF('7'),
    PAIRS_OF('8'), PAIRS_OF('9'), PAIRS_OF('+'), PAIRS_OF('/'),
};
/* clang-format on */

/* The eight octets at IN, first one highest; compilers make it one load. */
static inline uint64_t load_word(const uint8_t *in)
{
    return (uint64_t)in[0] << 56 | (uint64_t)in[1] << 48 |
           (uint64_t)in[2] << 40 | (uint64_t)in[3] << 32 |
           (uint64_t)in[4] << 24 | (uint64_t)in[5] << 16 |
           (uint64_t)in[6] << 8 | (uint64_t)in[7];
}

static inline void put_pair(uint8_t *out, uint64_t twelve_bits)
{
    memcpy(out, PAIRS[twelve_bits & 0xfff], 2);
}

/* Encodes QUANTA times three octets, and reads none behind them. */
static inline void encode_quanta(const uint8_t *in, uint8_t *out, size_t quanta)
{
    for (; quanta > 2; quanta -= 2, in += 6, out += 8) {
        const uint64_t word = load_word(in);

        put_pair(out, word >> 52);
        put_pair(out + 2, word >> 40);
        put_pair(out + 4, word >> 28);
        put_pair(out + 6, word >> 16);
    }
    for (; quanta > 0; quanta--, in += 3, out += 4) {
        const uint32_t bits =
            (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];

        put_pair(out, bits >> 12);
        put_pair(out + 2, bits);
    }
}

void mw_base64_encode_lines_scalar(const uint8_t *in, uint8_t *out,
                                   size_t lines, size_t line_length,
                                   size_t line_end)
{
    const size_t quanta = line_length / 4;

    for (; lines > 0; lines--) {
        encode_quanta(in, out, quanta);
        in += quanta * 3;
        out += line_length;
        if (line_end == 2)
            *out++ = '\r';
        if (line_end > 0)
            *out++ = '\n';
    }
}
