#include "CICU.h"

#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

bool cicu_knows_encoding(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  ucnv_close(converter);
  return U_SUCCESS(status);
}

void cicu_free(void *memory) { free(memory); }

uint8_t *cicu_decode(
  const char *encoding, const uint8_t *bytes, int64_t length, int64_t *decoded_length, int64_t *bad_offset,
  int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  uint8_t *decoded = NULL;
  UConverter *from = ucnv_open(encoding, &status);
  UConverter *to = ucnv_open("UTF-8", &status);
  // ICU's default is to replace what it cannot read; here nothing may change silently.
  if (U_SUCCESS(status)) ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);

  size_t capacity = (size_t)length + (size_t)length / 2 + 64;
  if (U_SUCCESS(status) && !(decoded = malloc(capacity))) status = U_MEMORY_ALLOCATION_ERROR;

  UChar pivot[4096];
  UChar *pivot_source = pivot, *pivot_target = pivot;
  const char *source = (const char *)bytes;
  char *target = (char *)decoded;
  UBool reset = 1;
  while (U_SUCCESS(status)) {
    ucnv_convertEx(to, from, &target, (char *)decoded + capacity, &source, (const char *)bytes + length, pivot,
                   &pivot_source, &pivot_target, pivot + 4096, reset, 1, &status);
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
    status = U_ZERO_ERROR;
    reset = 0;
    size_t used = (size_t)(target - (char *)decoded);
    uint8_t *larger = realloc(decoded, capacity *= 2);
    if (!larger) {
      status = U_MEMORY_ALLOCATION_ERROR;
      break;
    }
    decoded = larger;
    target = (char *)decoded + used;
  }

  *error = U_SUCCESS(status) ? U_ZERO_ERROR : status;
  if (U_FAILURE(status)) {
    int8_t pending = 0;
    if (from) {
      char invalid[16];
      int8_t count = sizeof invalid;
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(from, invalid, &count, &ignored);
      if (U_SUCCESS(ignored)) pending = count;
    }
    *bad_offset = source - (const char *)bytes - pending;
    free(decoded);
    decoded = NULL;
  } else {
    *decoded_length = target - (char *)decoded;
  }
  ucnv_close(from);
  ucnv_close(to);
  return decoded;
}
