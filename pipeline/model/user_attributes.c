/* What the user says of a document, laid over what it says of itself. */
#include "pipeline/model/user_attributes.h"

static struct slice find(const struct attribute *attributes, size_t count, uint32_t name)
{
	for (size_t i = 0; i < count; i++)
		if (attributes[i].name == name)
			return attributes[i].value;
	return (struct slice){NULL, 0};
}

static bool may_be_replaced(uint32_t name)
{
	return name == NAME_TITLE || name == NAME_AUTHOR || name == NAME_DATE ||
	       name == NAME_SOURCE || name == NAME_DESCRIPTION;
}

static void add(struct document *d, uint32_t name, struct slice value)
{
	if (value.length && !document_attribute(d, name).at)
		document_set_attribute(d, name, value);
}

void give_user_attributes(struct document *d, const struct attribute *user, size_t count)
{
	static const uint32_t order[] = {
	    NAME_ID, NAME_FORMAT, NAME_STATUS, NAME_REASON, NAME_TITLE, NAME_AUTHOR,
	    NAME_DATE, NAME_LANG, NAME_LANG_BY, NAME_SOURCE, NAME_DESCRIPTION,
	};
	const struct attribute *own = d->attributes;
	size_t own_count = d->attribute_count;

	d->attributes = NULL;
	d->attribute_count = d->attribute_capacity = 0;
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		struct slice value = may_be_replaced(order[i]) ? find(user, count, order[i])
							       : (struct slice){NULL, 0};

		add(d, order[i], value.at ? value : find(own, own_count, order[i]));
	}
	for (size_t i = 0; i < own_count; i++)
		add(d, own[i].name, own[i].value);
	add(d, NAME_COPY_OF, find(user, count, NAME_COPY_OF));
	for (size_t i = 0; i < count; i++)
		if (user[i].name != NAME_LANG)
			add(d, user[i].name, user[i].value);
}
