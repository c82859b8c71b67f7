#include "wire/range.h"
