#include "CCompression.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

struct ccompression_reader {
  ccompression_kind kind;
  int is_between;  // The last member is whole and no byte of another has come.
  z_stream gzip;
  ZSTD_DStream *zstd;
};

// zlib's windowBits with 16 added means a gzip header and trailer, checksum included.
enum { GZIP_WINDOW = 15 + 16 };

ccompression_reader *ccompression_reader_open(ccompression_kind kind) {
  ccompression_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->kind = kind;
  int ready = kind == CCOMPRESSION_GZIP ? inflateInit2(&reader->gzip, GZIP_WINDOW) == Z_OK
                                        : (reader->zstd = ZSTD_createDStream()) != NULL;
  if (ready) return reader;
  free(reader);
  return NULL;
}

void ccompression_reader_close(ccompression_reader *reader) {
  if (!reader) return;
  if (reader->kind == CCOMPRESSION_GZIP) inflateEnd(&reader->gzip);
  else ZSTD_freeDStream(reader->zstd);
  free(reader);
}

static unsigned clamp(size_t length) { return length > INT_MAX ? INT_MAX : (unsigned)length; }

static ccompression_status read_gzip(
  ccompression_reader *reader, const uint8_t *input, size_t input_length, size_t *consumed, uint8_t *output,
  size_t output_capacity, size_t *produced) {
  z_stream *stream = &reader->gzip;
  *consumed = *produced = 0;
  if (reader->is_between) {
    // Some writers pad the end with zeros, as gzip itself allows.
    while (*consumed < input_length && input[*consumed] == 0) ++*consumed;
    if (*consumed == input_length) return CCOMPRESSION_BETWEEN;
    inflateReset(stream);
    reader->is_between = 0;
  }
  stream->next_in = (Bytef *)(input + *consumed);
  stream->avail_in = clamp(input_length - *consumed);
  stream->next_out = output;
  stream->avail_out = clamp(output_capacity);
  int status = inflate(stream, Z_NO_FLUSH);
  *consumed = (size_t)(stream->next_in - input);
  *produced = (size_t)(stream->next_out - output);
  switch (status) {
    case Z_STREAM_END: reader->is_between = 1; return CCOMPRESSION_BETWEEN;
    case Z_OK: case Z_BUF_ERROR: return CCOMPRESSION_MORE;
    case Z_MEM_ERROR: return CCOMPRESSION_NO_MEMORY;
    default: return CCOMPRESSION_DAMAGED;
  }
}

ccompression_status ccompression_read(
  ccompression_reader *reader, const uint8_t *input, size_t input_length, size_t *consumed, uint8_t *output,
  size_t output_capacity, size_t *produced) {
  if (reader->kind == CCOMPRESSION_GZIP)
    return read_gzip(reader, input, input_length, consumed, output, output_capacity, produced);
  ZSTD_inBuffer in = {input, input_length, 0};
  ZSTD_outBuffer out = {output, output_capacity, 0};
  size_t rest = ZSTD_decompressStream(reader->zstd, &out, &in);
  *consumed = in.pos;
  *produced = out.pos;
  if (ZSTD_isError(rest)) return CCOMPRESSION_DAMAGED;
  return rest == 0 ? CCOMPRESSION_BETWEEN : CCOMPRESSION_MORE;
}

static uint8_t *gzip_member(const uint8_t *input, size_t length, size_t *produced) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, 6, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
  size_t capacity = deflateBound(&stream, length) + 32;
  uint8_t *output = malloc(capacity);
  size_t taken = 0, written = 0;
  int status = output ? Z_OK : Z_MEM_ERROR;
  // zlib counts in 32 bits: a long input goes through in pieces.
  while (status == Z_OK) {
    stream.next_in = (Bytef *)(input + taken);
    stream.avail_in = clamp(length - taken);
    stream.next_out = output + written;
    stream.avail_out = clamp(capacity - written);
    int is_last = stream.avail_in == length - taken;
    status = deflate(&stream, is_last ? Z_FINISH : Z_NO_FLUSH);
    taken = (size_t)(stream.next_in - input);
    written = (size_t)(stream.next_out - output);
  }
  deflateEnd(&stream);
  if (status == Z_STREAM_END) {
    *produced = written;
    return output;
  }
  free(output);
  return NULL;
}

uint8_t *ccompression_member(ccompression_kind kind, const uint8_t *input, size_t length, size_t *produced) {
  if (kind == CCOMPRESSION_GZIP) return gzip_member(input, length, produced);
  size_t capacity = ZSTD_compressBound(length);
  uint8_t *output = malloc(capacity);
  if (!output) return NULL;
  size_t written = ZSTD_compress(output, capacity, input, length, 3);
  if (ZSTD_isError(written)) {
    free(output);
    return NULL;
  }
  *produced = written;
  return output;
}

void ccompression_free(uint8_t *memory) { free(memory); }
