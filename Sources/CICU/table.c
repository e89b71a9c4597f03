#include "table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucptrie.h>

// The head of compiled rules and of a state table in them, as ICU lays them out (rbbidata.h in ICU's sources).
typedef struct {
  uint32_t magic;
  uint8_t format[4];
  uint32_t length, classes;
  uint32_t forward, forward_length, reverse, reverse_length;
  uint32_t trie, trie_length, source, source_length, statuses, statuses_length;
} rules_head;

typedef struct {
  uint32_t states, row_length, dictionary_start, look_ahead_results, flags;
} states_head;

enum {
  MAGIC = 0xB1A0,
  FORMAT = 6,
  BEGINS_AT_START = 2,  // flag: rules for the text's beginning
  SHORT_ROWS = 4,       // flag: rows of bytes
  ACCEPTED = 1,         // what a row says of a state that ends a match
  END_CLASS = 1,        // the class that stands for the text's end
  START_STATE = 1,
  TWO_BYTES = 0x800,    // characters below take at most two bytes of UTF-8
};

// An entry of `next`: where the next state's row begins, and in the top bit whether a match may end there.
static const uint32_t MAY_END = 1u << 31;

struct cicu_table {
  const UCPTrie *trie;
  UCPTrie *owned_trie;
  uint32_t *next;     // [state * classes + class]
  int32_t *statuses;  // [state]
  uint32_t classes;
  uint64_t inverse;  // of the number of classes, in 2⁻³²: a row's state without a division
  uint16_t class_of[TWO_BYTES];
};

static uint32_t cell(const uint8_t *row, bool is_short, uint32_t column) {
  if (is_short) return row[column];
  uint16_t value;
  memcpy(&value, row + 2 * column, sizeof value);
  return value;
}

// Fills the table from the rows; false if there is something in them that it cannot hold.
static bool read_rows(cicu_table *table, const rules_head *head, const states_head *states, const uint8_t *compiled) {
  const uint8_t *rows = (const uint8_t *)(states + 1);
  const int32_t *statuses = (const int32_t *)(compiled + head->statuses);
  bool is_short = (states->flags & SHORT_ROWS) != 0;
  for (uint32_t state = 0; state < states->states; state++) {
    const uint8_t *row = rows + (size_t)state * states->row_length;
    // A row: may a match end here, look-ahead, index of the status, then the next state for each class.
    if (cell(row, is_short, 0) > ACCEPTED || cell(row, is_short, 1) != 0) return false;
    if (cell(row, is_short, 3 + END_CLASS) != 0) return false;
    uint32_t tags = cell(row, is_short, 2);
    // Statuses stand in groups, their number first; the largest is last.
    table->statuses[state] = statuses[tags + (uint32_t)statuses[tags]];
    for (uint32_t class = 0; class < head->classes; class++) {
      uint32_t to = cell(row, is_short, 3 + class);
      bool may_end = cell(rows + (size_t)to * states->row_length, is_short, 0) == ACCEPTED;
      table->next[state * head->classes + class] = to * head->classes | (may_end ? MAY_END : 0);
    }
  }
  return true;
}

cicu_table *cicu_table_open(const uint8_t *compiled, int32_t length) {
  const rules_head *head = (const rules_head *)compiled;
  if ((size_t)length < sizeof *head || head->magic != MAGIC || head->format[0] != FORMAT) return NULL;
  if (head->length > (uint32_t)length) return NULL;
  const states_head *states = (const states_head *)(compiled + head->forward);
  if (states->flags & BEGINS_AT_START || states->dictionary_start < head->classes) return NULL;
  cicu_table *table = calloc(1, sizeof *table);
  if (!table) return NULL;
  UErrorCode status = U_ZERO_ERROR;
  table->owned_trie = ucptrie_openFromBinary(
    UCPTRIE_TYPE_FAST, UCPTRIE_VALUE_BITS_ANY, compiled + head->trie, (int32_t)head->trie_length, NULL, &status);
  table->trie = table->owned_trie;
  table->classes = head->classes;
  // Exact as long as rows times classes stay below 2³².
  if ((uint64_t)states->states * head->classes * head->classes >= (uint64_t)1 << 32) {
    cicu_table_close(table);
    return NULL;
  }
  table->inverse = ((uint64_t)1 << 32) / head->classes + 1;
  table->next = malloc((size_t)states->states * head->classes * sizeof *table->next);
  table->statuses = malloc(states->states * sizeof *table->statuses);
  bool is_read = U_SUCCESS(status) && table->next && table->statuses && read_rows(table, head, states, compiled);
  if (!is_read) {
    cicu_table_close(table);
    return NULL;
  }
  for (int32_t c = 0; c < TWO_BYTES; c++) table->class_of[c] = (uint16_t)ucptrie_get(table->trie, c);
  return table;
}

void cicu_table_close(cicu_table *table) {
  if (!table) return;
  ucptrie_close(table->owned_trie);
  free(table->next);
  free(table->statuses);
  free(table);
}

// The class of a character of three or four bytes.
static uint32_t wide_class(const cicu_table *table, const uint8_t *at, uint32_t *size) {
  UChar32 c;
  if (at[0] < 0xF0) {
    c = (at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F);
    *size = 3;
  } else {
    c = (at[0] & 0x07) << 18 | (at[1] & 0x3F) << 12 | (at[2] & 0x3F) << 6 | (at[3] & 0x3F);
    *size = 4;
  }
  return ucptrie_get(table->trie, c);
}

int32_t cicu_table_next(
  const cicu_table *table, const uint8_t *text, int32_t length, int32_t *position, int32_t *ends, int32_t *statuses,
  int32_t capacity) {
  const uint32_t *next = table->next;
  const uint16_t *class_of = table->class_of;
  const uint8_t *limit = text + length;
  const uint8_t *start = text + *position;
  uint32_t first_row = START_STATE * table->classes;
  int32_t count = 0;
  while (count < capacity && start < limit) {
    const uint8_t *at = start;
    const uint8_t *end = start;
    uint32_t row = first_row;
    uint32_t end_row = 0;
    while (at < limit) {
      uint32_t class;
      uint32_t size = 1;
      if (*at < 0x80) {
        class = class_of[*at];
      } else if (*at < 0xE0) {
        class = class_of[(at[0] & 0x1F) << 6 | (at[1] & 0x3F)];
        size = 2;
      } else {
        class = wide_class(table, at, &size);
      }
      uint32_t entry = next[row + class];
      at += size;
      if (entry & MAY_END) {
        end = at;
        row = end_row = entry & ~MAY_END;
      } else {
        row = entry;
        if (row == 0) break;
      }
    }
    if (end == start) {
      // No rule matches: one character, as ICU does it.
      end = start + 1;
      while (end < limit && (*end & 0xC0) == 0x80) end++;
    }
    ends[count] = (int32_t)(end - text);
    statuses[count] = end_row == 0 ? 0 : table->statuses[end_row * table->inverse >> 32];
    count++;
    start = end;
  }
  *position = (int32_t)(start - text);
  return count;
}
