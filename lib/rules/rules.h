/* The linter's rules: look-ups on a model and on what was resolved of it.  One file a family.
 *
 * A rule never resolves anything itself, and never reports a follower of an error that another rule reports. */
#ifndef CORM_RULES_RULES_H
#define CORM_RULES_RULES_H

#include "resolve/resolve.h"

enum sqlalchemy { SQLALCHEMY_1_4, SQLALCHEMY_2_0 };

struct rule_input {
    struct arena *arena;
    struct diags *diags;
    const struct model *model;
    const struct resolved *resolved;
    enum sqlalchemy sqlalchemy;
    bool only_sqlite; /* SQLite is the project's only engine */
};

/* The families whose findings may keep a model from being compiled, see rule_stops(). */
void rules_check_keys(const struct rule_input *input);
/* All others. */
void rules_check_rest(const struct rule_input *input);
/* Both. */
void rules_check(const struct rule_input *input);

/* ---- what is asked of one relationship ---- */

/* REL1xx, and targets and secondaries that are not there. */
void rules_joins(const struct rule_input *input, const struct relationship *r);
/* REL2xx. */
void rules_self(const struct rule_input *input, const struct relationship *r);
/* REL301 to REL309, REL316. */
void rules_pairs(const struct rule_input *input, const struct relationship *r);
/* REL312 to REL315. */
void rules_backrefs(const struct rule_input *input, const struct relationship *r);
/* REL4xx. */
void rules_cardinality(const struct rule_input *input, const struct relationship *r);
/* REL601 to REL621, REL627: what deletes do. */
void rules_cascade(const struct rule_input *input, const struct relationship *r);
/* REL701 to REL705, REL710. */
void rules_viewonly(const struct rule_input *input, const struct relationship *r);
/* REL8xx. */
void rules_lazy(const struct rule_input *input, const struct relationship *r);
/* NAM901 to NAM903, NAM905, NAM907. */
void rules_naming(const struct rule_input *input, const struct relationship *r);
/* REL116 to REL118, REL121, REL510. */
void rules_join_extras(const struct rule_input *input, const struct relationship *r);

/* ---- what is asked of the whole model ---- */

void rules_foreign_keys(const struct rule_input *input); /* FK001 to FK006, FK015: names that lead nowhere */
void rules_key_fit(const struct rule_input *input);      /* FK010 to FK014: keys that do not fit what they reference */
void rules_on_delete(const struct rule_input *input);    /* FK030, FK031, REL626: actions that cannot be carried out */
void rules_mapping(const struct rule_input *input);      /* MAP001, MAP006 to MAP008: classes and their tables */
void rules_attributes(const struct rule_input *input);   /* MAP002, MAP003, MAP009: names of attributes */
void rules_inheritance(const struct rule_input *input);  /* MAP010, MAP013 */
void rules_polymorphic(const struct rule_input *input);  /* MAP011, MAP012, MAP014 to MAP016 */
void rules_both_ways(const struct rule_input *input);    /* REL405 */
void rules_association(const struct rule_input *input);  /* REL5xx */
void rules_association_objects(const struct rule_input *input);                      /* REL513 */
void rules_unpaired(const struct rule_input *input);                                 /* REL310, REL311 */
void rules_products(const struct rule_input *input, const struct class_def *class_); /* REL807 */
void rules_flush(const struct rule_input *input);         /* REL406, REL620, REL622, REL623: what a flush refuses */
void rules_eager_circles(const struct rule_input *input); /* REL805 */
void rules_naming_tables(const struct rule_input *input); /* NAM904, NAM906, NAM909 */
void rules_naming_order(const struct rule_input *input);  /* NAM910 */
void rules_links(const struct rule_input *input);         /* REL506, REL507 */
void rules_overlaps(const struct rule_input *input);      /* REL120, REL317, REL505, REL706 to REL709 */
void rules_cycles(const struct rule_input *input);        /* FK040 to FK042: circles of tables */
void rules_post_update(const struct rule_input *input);   /* REL206, REL624, REL625: rings of rows */
void rules_indexes(const struct rule_input *input);       /* FK020, FK021, REL512 */
void rules_key_hints(const struct rule_input *input);     /* FK016, FK034, FK043 */

#endif
