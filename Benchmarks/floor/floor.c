// The floor: what ICU alone costs. Runs the stock German word and sentence break iterators over a UTF-8 text through
// UText and does nothing with the boundaries but count them. Every speed ratio of this project is against this figure,
// measured on the same text in the same run.
//
//   floor FILE [ROUNDS]        one core, best of ROUNDS (default 5), in MB (10^6 bytes) a second

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *what, UErrorCode status) {
  fprintf(stderr, "floor: %s: %s\n", what, u_errorName(status));
  exit(1);
}

// All boundaries of one kind over the whole text.
static long count(UBreakIterator *iterator, UText *text) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setUText(iterator, text, &status);
  if (U_FAILURE(status)) fail("ubrk_setUText", status);
  long boundaries = 0;
  while (ubrk_next(iterator) != UBRK_DONE) boundaries++;
  return boundaries;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: floor FILE [ROUNDS]\n");
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file) {
    perror(argv[1]);
    return 1;
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc(size > 0 ? size : 1);
  if (!bytes || fread(bytes, 1, size, file) != (size_t)size) {
    fprintf(stderr, "floor: cannot read %s\n", argv[1]);
    return 1;
  }
  fclose(file);
  int rounds = argc > 2 ? atoi(argv[2]) : 5;

  UErrorCode status = U_ZERO_ERROR;
  UText *text = utext_openUTF8(NULL, bytes, size, &status);
  if (U_FAILURE(status)) fail("utext_openUTF8", status);
  UBreakIterator *words = ubrk_open(UBRK_WORD, "de", NULL, 0, &status);
  UBreakIterator *sentences = ubrk_open(UBRK_SENTENCE, "de", NULL, 0, &status);
  if (U_FAILURE(status)) fail("ubrk_open", status);

  double best = 1e30, bestWords = 1e30, bestSentences = 1e30;
  long wordCount = 0, sentenceCount = 0;
  for (int i = 0; i < rounds; i++) {
    double start = now();
    wordCount = count(words, text);
    double middle = now();
    sentenceCount = count(sentences, text);
    double end = now();
    if (end - start < best) best = end - start;
    if (middle - start < bestWords) bestWords = middle - start;
    if (end - middle < bestSentences) bestSentences = end - middle;
  }
  printf("floor      %8.2f MB/s   %.1f MB, best of %d\n", size / 1e6 / best, size / 1e6, rounds);
  printf("  words    %8.2f MB/s   %ld boundaries\n", size / 1e6 / bestWords, wordCount);
  printf("  sentences%8.2f MB/s   %ld boundaries\n", size / 1e6 / bestSentences, sentenceCount);
  ubrk_close(words);
  ubrk_close(sentences);
  utext_close(text);
  free(bytes);
  return 0;
}
