// Opaque access to the system's zlib and libzstd: streams of bytes in, streams of bytes out.
//
// Conventions: a call takes what it can from `input` and fills what it can of `output`; `*consumed` and `*produced`
// say how much. Nothing is kept but the library's own window, so memory does not grow with the data.
#ifndef CCOMPRESSION_H
#define CCOMPRESSION_H

#include <stddef.h>
#include <stdint.h>

typedef enum { CCOMPRESSION_GZIP = 0, CCOMPRESSION_ZSTD = 1 } ccompression_kind;

typedef enum {
  CCOMPRESSION_MORE = 0,     // Give more input, or take more output.
  CCOMPRESSION_BETWEEN = 1,  // A member (gzip) or frame (zstd) is whole; another may follow.
  CCOMPRESSION_DAMAGED = 2,  // The data are not what they should be.
  CCOMPRESSION_NO_MEMORY = 3,
} ccompression_status;

typedef struct ccompression_reader ccompression_reader;

/// NULL where there is no memory.
ccompression_reader *ccompression_reader_open(ccompression_kind kind);
void ccompression_reader_close(ccompression_reader *reader);
/// Decompresses; goes on by itself where another member or frame follows.
ccompression_status ccompression_read(
  ccompression_reader *reader, const uint8_t *input, size_t input_length, size_t *consumed, uint8_t *output,
  size_t output_capacity, size_t *produced);

/// Compresses all of `input` as one member (gzip) or frame (zstd), the same bytes for the same input and library.
/// Returns memory to free with `ccompression_free`; NULL where there is none.
uint8_t *ccompression_member(ccompression_kind kind, const uint8_t *input, size_t length, size_t *produced);
void ccompression_free(uint8_t *memory);

#endif
