/* Status: the list, once. */
#include "pipeline/model/status.h"

static const struct {
	struct slice spelling;
	bool failure;
} statuses[] = {
#define X(constant, spelling, failure) \
	[STATUS_##constant] = {{spelling, sizeof(spelling) - 1}, failure},
    STATUSES(X)
#undef X
};

enum status status_of(struct slice spelling)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (slice_equal(spelling, statuses[i].spelling))
			return (enum status)i;
	return STATUS_UNKNOWN;
}

struct slice status_spelling(enum status status)
{
	return statuses[status].spelling;
}

bool status_is_failure(enum status status)
{
	return statuses[status].failure;
}
