#include "CICU.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

struct cicu_breaker {
  UBreakIterator *iterator;
  UText text;
  uint8_t *compiled;  // ICU reads compiled rules in place
  cicu_table *table;  // the same rules for our own runner; NULL where ICU has to run them
  const uint8_t *bytes;
  int32_t length, position;
};

static cicu_breaker *make_breaker(UBreakIterator *iterator, uint8_t *compiled, int32_t *error) {
  cicu_breaker *breaker = calloc(1, sizeof *breaker);
  if (!breaker) {
    ubrk_close(iterator);
    free(compiled);
    *error = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  UText empty = UTEXT_INITIALIZER;
  breaker->text = empty;
  breaker->iterator = iterator;
  breaker->compiled = compiled;
  return breaker;
}

cicu_breaker *cicu_breaker_open_rules(const char *rules, int32_t length, cicu_rule_error *where, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError at = {0};
  int32_t units = 0;
  UChar *source = malloc(((size_t)length + 1) * sizeof(UChar));
  if (!source) {
    *error = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  u_strFromUTF8(source, length + 1, &units, rules, length, &status);
  UBreakIterator *iterator = U_SUCCESS(status) ? ubrk_openRules(source, units, NULL, 0, &at, &status) : NULL;
  free(source);
  *error = status;
  if (U_FAILURE(status)) {
    where->line = at.line;
    where->column = at.offset;
    return NULL;
  }
  return make_breaker(iterator, NULL, error);
}

cicu_breaker *cicu_breaker_open_compiled(const uint8_t *bytes, int32_t length, bool directly, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  uint8_t *copy = malloc((size_t)length);
  if (!copy) {
    *error = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  memcpy(copy, bytes, (size_t)length);
  UBreakIterator *iterator = ubrk_openBinaryRules(copy, length, NULL, 0, &status);
  *error = status;
  if (U_FAILURE(status)) {
    free(copy);
    return NULL;
  }
  cicu_breaker *breaker = make_breaker(iterator, copy, error);
  if (breaker && directly) breaker->table = cicu_table_open(copy, length);
  return breaker;
}

bool cicu_breaker_runs_directly(const cicu_breaker *breaker) { return breaker->table != NULL; }

int32_t cicu_breaker_compiled_rules(cicu_breaker *breaker, uint8_t *buffer, int32_t capacity, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t needed = ubrk_getBinaryRules(breaker->iterator, NULL, 0, &status);
  if (U_SUCCESS(status) && needed <= capacity) ubrk_getBinaryRules(breaker->iterator, buffer, capacity, &status);
  *error = status;
  return needed;
}

void cicu_breaker_close(cicu_breaker *breaker) {
  if (!breaker) return;
  ubrk_close(breaker->iterator);
  utext_close(&breaker->text);
  cicu_table_close(breaker->table);
  free(breaker->compiled);
  free(breaker);
}

void cicu_breaker_set_text(cicu_breaker *breaker, const uint8_t *text, int32_t length, int32_t *error) {
  UErrorCode status = U_ZERO_ERROR;
  breaker->bytes = text;
  breaker->length = length;
  breaker->position = 0;
  *error = status;
  if (breaker->table) return;
  utext_openUTF8(&breaker->text, (const char *)text, length, &status);
  ubrk_setUText(breaker->iterator, &breaker->text, &status);
  if (U_SUCCESS(status)) ubrk_first(breaker->iterator);
  *error = status;
}

int32_t cicu_breaker_next(cicu_breaker *breaker, int32_t *ends, int32_t *statuses, int32_t capacity) {
  if (breaker->table) {
    return cicu_table_next(
      breaker->table, breaker->bytes, breaker->length, &breaker->position, ends, statuses, capacity);
  }
  int32_t count = 0;
  while (count < capacity) {
    int32_t end = ubrk_next(breaker->iterator);
    if (end == UBRK_DONE) break;
    ends[count] = end;
    statuses[count] = ubrk_getRuleStatus(breaker->iterator);
    count += 1;
  }
  return count;
}
