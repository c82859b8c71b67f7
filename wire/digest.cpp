#include "wire/digest.h"
