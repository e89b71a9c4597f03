#include "CMarkup.h"

#include <gumbo.h>
#include <stdlib.h>

struct cmarkup_html {
  GumboOutput *output;
};

static const GumboNode *node_of(const cmarkup_node *node) { return (const GumboNode *)node; }

static const GumboVector *children_of(const GumboNode *node) {
  switch (node->type) {
    case GUMBO_NODE_DOCUMENT: return &node->v.document.children;
    case GUMBO_NODE_ELEMENT: case GUMBO_NODE_TEMPLATE: return &node->v.element.children;
    default: return NULL;
  }
}

cmarkup_html *cmarkup_html_parse(const uint8_t *text, size_t length) {
  cmarkup_html *html = malloc(sizeof *html);
  if (!html) return NULL;
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  html->output = gumbo_parse_with_options(&options, (const char *)text, length);
  return html;
}

// gumbo frees a tree by recursion, which a deeply nested page would turn into a stack overflow. So the tree is made
// flat first: every node becomes a child of the document.
void cmarkup_html_close(cmarkup_html *html) {
  if (!html) return;
  GumboVector *all = &html->output->document->v.document.children;
  for (unsigned index = 0; index < all->length; index++) {
    GumboVector *children = (GumboVector *)children_of(all->data[index]);
    if (!children || children->length == 0) continue;
    unsigned needed = all->length + children->length;
    if (needed > all->capacity) {
      unsigned capacity = needed + needed / 2;
      void **larger = realloc(all->data, capacity * sizeof *larger);
      // Without memory the rest is left as it is, and leaks rather than crashes.
      if (!larger) return;
      all->data = larger;
      all->capacity = capacity;
    }
    for (unsigned child = 0; child < children->length; child++) all->data[all->length + child] = children->data[child];
    all->length = needed;
    children->length = 0;
  }
  gumbo_destroy_output(&kGumboDefaultOptions, html->output);
  free(html);
}

const cmarkup_node *cmarkup_html_root(const cmarkup_html *html) { return (const cmarkup_node *)html->output->root; }

const char *cmarkup_node_name(const cmarkup_node *node) {
  const GumboNode *inner = node_of(node);
  bool is_element = inner->type == GUMBO_NODE_ELEMENT || inner->type == GUMBO_NODE_TEMPLATE;
  return is_element ? gumbo_normalized_tagname(inner->v.element.tag) : "";
}

int32_t cmarkup_node_child_count(const cmarkup_node *node) {
  const GumboVector *children = children_of(node_of(node));
  return children ? (int32_t)children->length : 0;
}

const cmarkup_node *cmarkup_node_child(const cmarkup_node *node, int32_t index) {
  return children_of(node_of(node))->data[index];
}

const char *cmarkup_node_text(const cmarkup_node *node) {
  switch (node_of(node)->type) {
    case GUMBO_NODE_TEXT: case GUMBO_NODE_CDATA: case GUMBO_NODE_WHITESPACE: return node_of(node)->v.text.text;
    default: return NULL;
  }
}

const char *cmarkup_node_attribute(const cmarkup_node *node, const char *name) {
  const GumboNode *inner = node_of(node);
  if (inner->type != GUMBO_NODE_ELEMENT && inner->type != GUMBO_NODE_TEMPLATE) return NULL;
  GumboAttribute *attribute = gumbo_get_attribute(&inner->v.element.attributes, name);
  return attribute ? attribute->value : NULL;
}
