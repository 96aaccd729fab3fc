#!/bin/sh
# 在本文件夹里安装 xlgen，不用网络，不用管理员权限。
cd "$(dirname "$0")" || exit 1
for python in python-embed/bin/python3 python3.13 python3.12 python3.11 python3; do
    if "$python" install/install.py --suits >/dev/null 2>&1; then
        exec "$python" install/install.py
    fi
done
cat <<'END'
这台电脑上没有找到 Python 3.11、3.12 或 3.13（系统自带的往往是 3.7、3.8）。任选一种办法：

  一、请信息中心安装 Python 3.11、3.12 或 3.13，使命令 python3.11（3.12、3.13）可用；
  二、在能上网的电脑上下载免安装的 Python（python-build-standalone 的 install_only 包，
      选与本机处理器相同的），解压后把其中的 python 文件夹改名为 python-embed，放到本文件夹里。

然后再运行一次 ./安装.sh。
END
exit 1
