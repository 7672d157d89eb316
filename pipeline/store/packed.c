/* Packed numbers: 16 bits, exceptions behind. */
#include "pipeline/store/packed.h"

#include <endian.h>

enum { EXCEPTION = UINT16_MAX };

void packed_append(struct buffer *to, const uint32_t *numbers, size_t count)
{
	buffer_reserve(to, count * sizeof(uint16_t));
	char *at = to->at + to->length;

	for (size_t i = 0; i < count; i++) {
		uint16_t small = htole16(numbers[i] < EXCEPTION ? (uint16_t)numbers[i] : EXCEPTION);

		memcpy(at + i * sizeof small, &small, sizeof small);
	}
	to->length += count * sizeof(uint16_t);
	for (size_t i = 0; i < count; i++) {
		uint32_t large = htole32(numbers[i]);

		if (numbers[i] >= EXCEPTION)
			buffer_append(to, (struct slice){(const char *)&large, sizeof large});
	}
}

/* Puts the exceptions in their places; false if their bytes are not all there, or more. */
static bool read_exceptions(struct slice bytes, uint32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t large;

		if (numbers[i] != EXCEPTION)
			continue;
		if (bytes.length < sizeof large)
			return false;
		memcpy(&large, bytes.at, sizeof large);
		numbers[i] = le32toh(large);
		bytes = slice_from(bytes, sizeof large);
	}
	return bytes.length == 0;
}

bool packed_read(struct slice bytes, uint32_t *numbers, size_t count, uint32_t range)
{
	uint32_t largest = 0;

	if (bytes.length / sizeof(uint16_t) < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint16_t small;

		memcpy(&small, bytes.at + i * sizeof small, sizeof small);
		numbers[i] = le16toh(small);
		largest = numbers[i] > largest ? numbers[i] : largest;
	}
	bytes = slice_from(bytes, count * sizeof(uint16_t));
	if (largest < EXCEPTION)
		return bytes.length == 0 && (count == 0 || largest < range);
	if (!read_exceptions(bytes, numbers, count))
		return false;
	for (size_t i = 0; i < count; i++)
		largest = numbers[i] > largest ? numbers[i] : largest;
	return largest < range;
}

void varint_append(struct buffer *to, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		buffer_byte(to, (char)(number | 0x80));
	buffer_byte(to, (char)number);
}

bool varint_take(struct slice *bytes, uint64_t most, uint64_t *number)
{
	enum { LONGEST = 10 };

	*number = 0;
	for (size_t i = 0; i < bytes->length && i < LONGEST; i++) {
		unsigned char byte = (unsigned char)bytes->at[i];

		*number |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			*bytes = slice_from(*bytes, i + 1);
			return *number <= most;
		}
	}
	return false;
}
