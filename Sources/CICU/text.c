#include "CICU.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

const char *cicu_version(void) { return U_ICU_VERSION; }
const char *cicu_error_name(int32_t error) { return u_errorName((UErrorCode)error); }

int32_t cicu_category(int32_t code_point) { return u_charType(code_point); }
bool cicu_is_uppercase(int32_t code_point) { return u_isUUppercase(code_point); }
bool cicu_is_lowercase(int32_t code_point) { return u_isULowercase(code_point); }
bool cicu_is_alphabetic(int32_t code_point) { return u_isUAlphabetic(code_point); }
bool cicu_is_white_space(int32_t code_point) { return u_isUWhiteSpace(code_point); }
bool cicu_is_emoji_presentation(int32_t code_point) {
  return u_hasBinaryProperty(code_point, UCHAR_EMOJI_PRESENTATION);
}

// ICU's C interface normalizes and folds UTF-16 only. Texts here are single tokens, so a buffer on the stack holds
// almost all of them.
enum { STACK_UNITS = 512 };

typedef struct {
  UChar stack[STACK_UNITS];
  UChar *units;
  int32_t length;
} utf16;

static bool utf16_open(utf16 *text, const uint8_t *bytes, int32_t length, UErrorCode *status) {
  text->units = length <= STACK_UNITS ? text->stack : malloc((size_t)length * sizeof(UChar));
  if (!text->units) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return false;
  }
  u_strFromUTF8(text->units, length <= STACK_UNITS ? STACK_UNITS : length, &text->length, (const char *)bytes, length,
                status);
  return U_SUCCESS(*status);
}

static void utf16_close(utf16 *text) {
  if (text->units != text->stack) free(text->units);
}

static const UNormalizer2 *normalizer(int32_t form, UErrorCode *status) {
  switch (form) {
    case CICU_NFD: return unorm2_getNFDInstance(status);
    case CICU_NFKC: return unorm2_getNFKCInstance(status);
    default: return unorm2_getNFCInstance(status);
  }
}

bool cicu_is_normalized(int32_t form, const uint8_t *bytes, int32_t length, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  utf16 text;
  text.units = NULL;
  bool answer = false;
  const UNormalizer2 *with = normalizer(form, &status);
  if (U_SUCCESS(status) && utf16_open(&text, bytes, length, &status))
    answer = unorm2_isNormalized(with, text.units, text.length, &status);
  utf16_close(&text);
  *error = status;
  return answer;
}

typedef int32_t transform(const void *with, const utf16 *from, UChar *to, int32_t capacity, UErrorCode *status);

static int32_t apply_normalizer(const void *with, const utf16 *from, UChar *to, int32_t capacity, UErrorCode *status) {
  return unorm2_normalize(with, from->units, from->length, to, capacity, status);
}

static int32_t apply_folding(const void *with, const utf16 *from, UChar *to, int32_t capacity, UErrorCode *status) {
  (void)with;
  return u_strFoldCase(to, capacity, from->units, from->length, U_FOLD_CASE_DEFAULT, status);
}

// Runs a UTF-16 transform over UTF-8: measures, transforms, and writes what fits.
static int32_t transformed(
  transform *apply, const void *with, const uint8_t *bytes, int32_t length, uint8_t *buffer, int32_t capacity,
  int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  utf16 from;
  int32_t needed = 0;
  if (utf16_open(&from, bytes, length, &status)) {
    UChar stack[STACK_UNITS];
    UChar *to = stack;
    int32_t units = apply(with, &from, to, STACK_UNITS, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
      to = malloc((size_t)units * sizeof(UChar));
      if (to) apply(with, &from, to, units, &status);
      else status = U_MEMORY_ALLOCATION_ERROR;
    }
    if (U_SUCCESS(status)) {
      u_strToUTF8((char *)buffer, capacity, &needed, to, units, &status);
      if (status == U_BUFFER_OVERFLOW_ERROR) status = U_ZERO_ERROR;
    }
    if (to != stack) free(to);
  }
  utf16_close(&from);
  *error = U_SUCCESS(status) ? U_ZERO_ERROR : status;
  return needed;
}

int32_t cicu_normalize(
  int32_t form, const uint8_t *text, int32_t length, uint8_t *buffer, int32_t capacity, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *with = normalizer(form, &status);
  if (U_FAILURE(status)) {
    *error = status;
    return 0;
  }
  return transformed(apply_normalizer, with, text, length, buffer, capacity, error);
}

int32_t cicu_fold_case(const uint8_t *text, int32_t length, uint8_t *buffer, int32_t capacity, int32_t *error) {
  return transformed(apply_folding, NULL, text, length, buffer, capacity, error);
}
