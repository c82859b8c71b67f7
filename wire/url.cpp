#include "wire/url.h"
