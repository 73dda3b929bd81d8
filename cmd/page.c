/* A rule's page, which is markdown, as text for a terminal. */
#include "out.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_WIDTH 88

struct page {
    const char *indent; /* of a block's lines after its first */
    size_t column;
    bool begun; /* the line has a word */
    bool code;  /* inside a fence */
};

static void print_word(struct page *page, const char *word, size_t len)
{
    size_t width = corm_width(word, len);
    if (page->begun && page->column + 1 + width > PAGE_WIDTH) {
        (void)printf("\n%s", page->indent);
        page->column = strlen(page->indent);
    } else if (page->begun) {
        (void)putchar(' ');
        page->column++;
    }
    (void)fwrite(word, 1, len, stdout);
    page->column += width;
    page->begun = true;
}

/* Ends a paragraph or an item of a list. */
static void end_block(struct page *page)
{
    if (page->begun) {
        (void)putchar('\n');
    }
    *page = (struct page){.indent = "", .code = page->code};
}

/* Words of a line, without the stars around strong ones. */
static void print_words(struct page *page, const char *line, size_t len)
{
    char plain[1024];
    size_t used = 0;
    bool quoted = false;
    for (size_t i = 0; i < len && used + 1 < sizeof plain; i++) {
        quoted = line[i] == '`' ? !quoted : quoted;
        if (line[i] == '*' && i + 1 < len && line[i + 1] == '*' && !quoted) {
            i++;
            continue;
        }
        plain[used++] = line[i];
    }
    plain[used] = '\0';
    for (char *rest = plain, *word = NULL; (word = strtok_r(rest, " ", &rest)) != NULL;) {
        print_word(page, word, strlen(word));
    }
}

static void print_fence(struct page *page, const char *line, size_t len)
{
    const char *name = line + strcspn(line, " \n");
    end_block(page);
    page->code = !page->code;
    if (page->code && name < line + len) {
        (void)printf("   %.*s:\n", (int)(line + len - name), name);
    }
}

static void print_line(struct page *page, const char *line, size_t len)
{
    if (len >= 3 && strncmp(line, "```", 3) == 0) {
        print_fence(page, line, len);
    } else if (page->code) {
        (void)printf("%s%.*s\n", len == 0 ? "" : "    ", (int)len, line);
    } else if (len == 0) {
        end_block(page);
        (void)putchar('\n');
    } else if (line[0] == '#') {
        size_t marks = strspn(line, "# ");
        out_coloured(stdout, BOLD, "%.*s", (int)(len - marks), line + marks);
        (void)putchar('\n');
    } else {
        bool item = len > 2 && strncmp(line, "- ", 2) == 0;
        if (item) {
            end_block(page);
            page->indent = "  ";
        }
        print_words(page, line, len);
    }
}

void out_page(const char *text)
{
    struct page page = {.indent = ""};
    for (const char *line = text; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        print_line(&page, line, len);
        line += len + (line[len] == '\n' ? 1 : 0);
    }
    end_block(&page);
}
