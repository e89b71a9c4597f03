// Looks at 64 bytes of a text at once: a bit for each that is meant, the first byte's lowest.
//
// Swift has no instruction that turns a comparison of bytes into bits; compared one by one, or eight at a time in a word,
// they take several times as long. All functions read exactly the bytes named, at any address.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t cb_bytes __attribute__((vector_size(16)));

// The bytes whose comparison gave all ones.
static inline uint64_t cb_bits(cb_bytes hits) {
#ifdef __SSE2__
  typedef char signed_bytes __attribute__((vector_size(16)));
  return (uint16_t)__builtin_ia32_pmovmskb128((signed_bytes)hits);
#else
  uint64_t halves[2];
  memcpy(halves, &hits, sizeof halves);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  halves[0] = __builtin_bswap64(halves[0]);
  halves[1] = __builtin_bswap64(halves[1]);
#endif
  // The multiplication brings the lowest bit of each byte into the top byte.
  const uint64_t ones = 0x0101010101010101, gather = 0x0102040810204080;
  return ((halves[0] & ones) * gather) >> 56 | ((halves[1] & ones) * gather) >> 56 << 8;
#endif
}

static inline cb_bytes cb_load(const uint8_t *at) {
  cb_bytes bytes;
  memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

#define CB_MASK_OF_64(name, condition)                                   \
  static inline uint64_t name(const uint8_t *at) {                       \
    uint64_t mask = 0;                                                   \
    for (int block = 0; block < 4; block++) {                            \
      cb_bytes byte = cb_load(at + 16 * block);                          \
      mask |= cb_bits((cb_bytes)(condition)) << (16 * block);            \
    }                                                                    \
    return mask;                                                         \
  }

// Bytes that continue a character of UTF-8.
CB_MASK_OF_64(cb_continuing, (byte & 0xC0) == 0x80)
// Bytes that begin a character of four bytes.
CB_MASK_OF_64(cb_beginning_four, byte >= 0xF0)
// Bytes that are not ASCII.
CB_MASK_OF_64(cb_not_ascii, byte >= 0x80)
// Controls up to U+000D, line breaks among them, and bytes that may begin one of Unicode's line separators.
CB_MASK_OF_64(cb_maybe_break, (byte <= 0x0D) | (byte == 0xE2))
CB_MASK_OF_64(cb_spaces, byte == 0x20)
CB_MASK_OF_64(cb_tabs, byte == 0x09)
// What ends a run of plain text in a JSON string: quotation marks, backslashes, controls.
CB_MASK_OF_64(cb_json_special, (byte < 0x20) | (byte == 0x22) | (byte == 0x5C))
#undef CB_MASK_OF_64

// Of 16 bytes, those that a JSON string writes with an escape: the same and the delete.
static inline uint32_t cb_json_escaped_of(cb_bytes byte) {
  return (uint32_t)cb_bits((cb_bytes)((byte < 0x20) | (byte == 0x22) | (byte == 0x5C) | (byte == 0x7F)));
}

static inline uint32_t cb_json_escaped(const uint8_t *at) { return cb_json_escaped_of(cb_load(at)); }

// Whether a JSON string writes none of twice eight bytes with an escape.
static inline bool cb_json_plain(uint64_t first, uint64_t last) {
  uint64_t both[2] = {first, last};
  return cb_json_escaped_of(cb_load((const uint8_t *)both)) == 0;
}
