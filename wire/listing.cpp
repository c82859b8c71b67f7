#include "wire/listing.h"
