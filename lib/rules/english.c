#include "rules/english.h"

#include "base/text.h"

#include <string.h>

/* Plurals without an s, and words that mean several as they stand; alone or as the end of a word (grandchildren). */
static const char *const irregular[] = {"children",
    "people",
    "men",
    "women",
    "feet",
    "teeth",
    "mice",
    "geese",
    "oxen",
    "kin",
    "data",
    "media",
    "criteria",
    "alumni",
    "staff",
    "offspring",
    "team",
    "crew",
    "family",
    "progeny",
    "subtree",
    "tree",
    "sheep",
    "fish",
    "downline",
    "all"};
/* Endings of words that say nothing about the number: "billed", "following". */
static const char *const either_ends[] = {"ed", "ing"};
/* Endings of words for one that look like plurals. */
static const char *const singular_ends[] = {"ss", "us", "is"};

static const char *last_word(const char *name)
{
    size_t len = strlen(name);
    while (len > 0 && name[len - 1] == '_') {
        len--;
    }
    const char *at = name;
    for (size_t i = 0; i < len; i++) {
        if (name[i] == '_' && i + 1 < len) {
            at = name + i + 1;
        }
    }
    return at;
}

/* The word without underscores behind it: "as_" avoids a keyword. */
static bool ends_in_one_of(const char *word, const char *const *suffixes, size_t count)
{
    size_t len = strcspn(word, "_");
    for (size_t i = 0; len != 0 && i < count; i++) {
        size_t suffix_len = strlen(suffixes[i]);
        if (suffix_len <= len && word[len - 1] == suffixes[i][suffix_len - 1] &&
            memcmp(word + len - suffix_len, suffixes[i], suffix_len) == 0) {
            return true;
        }
    }
    return false;
}

static bool ends(const char *word, const char *suffix)
{
    return ends_in_one_of(word, &suffix, 1);
}

#define LEN(array) (sizeof(array) / sizeof *(array))

bool name_may_be_plural(const char *name)
{
    const char *word = last_word(name);
    if (ends(word, "s") && !ends_in_one_of(word, singular_ends, LEN(singular_ends))) {
        return true;
    }
    return ends_in_one_of(word, irregular, LEN(irregular)) || ends_in_one_of(word, either_ends, LEN(either_ends));
}

/* Plurals that are never one thing. */
static const char *const plurals_only[] = {"children", "people", "men", "women", "feet", "teeth", "mice", "geese"};
/* Words for one thing, or for either, that end like plurals. */
static const char *const not_plurals[] = {
    "news", "series", "species", "means", "canvas", "atlas", "gas", "lens", "bias", "alias", "settings", "details"};

bool name_must_be_plural(const char *name)
{
    const char *word = last_word(name);
    if (ends_in_one_of(word, plurals_only, LEN(plurals_only))) {
        return true;
    }
    return strlen(word) > 3 && ends(word, "s") && !ends_in_one_of(word, singular_ends, LEN(singular_ends)) &&
           !ends_in_one_of(word, not_plurals, LEN(not_plurals));
}

static const char *const irregular_ones[][2] = {{"children", "child"},
    {"people", "person"},
    {"women", "woman"},
    {"men", "man"},
    {"feet", "foot"},
    {"teeth", "tooth"},
    {"mice", "mouse"},
    {"geese", "goose"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"caches", "cache"},
    {"statuses", "status"},
    {"aliases", "alias"},
    {"viruses", "virus"},
    {"campuses", "campus"},
    {"bonuses", "bonus"},
    {"buses", "bus"},
    {"heroes", "hero"},
    {"analyses", "analysis"},
    {"leaves", "leaf"},
    {"halves", "half"},
    {"shelves", "shelf"},
    {"wolves", "wolf"},
    {"selves", "self"},
    {"thieves", "thief"}};
/* What plurals end in, and what that stands for. */
static const char *const endings[][2] = {
    {"ies", "y"}, {"sses", "ss"}, {"xes", "x"}, {"ches", "ch"}, {"shes", "sh"}, {"s", ""}};

static const char *with_end(struct arena *arena, const char *name, const char *end, const char *other)
{
    return arena_printf(arena, "%.*s%s", (int)(strlen(name) - strlen(end)), name, other);
}

const char *name_of_one(struct arena *arena, const char *name)
{
    if (!name_must_be_plural(name)) {
        return name;
    }
    for (size_t i = 0; i < LEN(irregular_ones); i++) {
        if (text_ends(name, irregular_ones[i][0])) {
            return with_end(arena, name, irregular_ones[i][0], irregular_ones[i][1]);
        }
    }
    for (size_t i = 0; i < LEN(endings); i++) {
        if (text_ends(name, endings[i][0])) {
            return with_end(arena, name, endings[i][0], endings[i][1]);
        }
    }
    return name;
}

static bool ends_in_consonant_y(const char *name)
{
    size_t len = strlen(name);
    return len > 1 && name[len - 1] == 'y' && strchr("aeiou_", name[len - 2]) == NULL;
}

const char *name_of_many(struct arena *arena, const char *name)
{
    static const char *const hisses[] = {"s", "x", "z", "ch", "sh"};
    for (size_t i = 0; i < LEN(irregular_ones); i++) {
        const char *one = irregular_ones[i][1];
        bool alone = strcmp(one, "man") != 0 || strcmp(last_word(name), one) == 0; /* human, german */
        if (text_ends(name, one) && alone) {
            return with_end(arena, name, irregular_ones[i][1], irregular_ones[i][0]);
        }
    }
    if (ends_in_consonant_y(name)) {
        return with_end(arena, name, "y", "ies");
    }
    return arena_printf(arena, "%s%s", name, ends_in_one_of(name, hisses, LEN(hisses)) ? "es" : "s");
}
