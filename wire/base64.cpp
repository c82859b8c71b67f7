#include "wire/base64.h"
