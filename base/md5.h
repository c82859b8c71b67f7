// MD5, by which the line protocol names an upload. It keeps nothing safe from anybody.
#pragma once

#include <nettle/md5.h>

#include <string>
#include <string_view>

namespace gauntlet {

class Md5 {
 public:
  Md5();
  void put(std::string_view bytes);
  // Of what has been put so far, as 32 lower-case digits. Begins anew.
  std::string hex();

 private:
  md5_ctx state_;
};

}  // namespace gauntlet
