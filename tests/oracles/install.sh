#!/usr/bin/env bash
# What the tests compare with: LibreOffice and its Python, Chinese fonts, poppler, Microsoft's Open XML rules and its
# metadata of custom functions (Node), Kingsoft's scanner and declarations of WPS, a browser.
# Installs what is missing as root on Debian; otherwise says exactly what to install, and fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=('@ooxml-tools/validate@0.4.6' 'custom-functions-metadata@2.2.3' 'typescript@5.9.3' 'puppeteer-core@24.43.1'
    'wpsjs@2.2.3' 'et-jsapi-declare@2.5.0')
packages=()
command -v soffice >/dev/null || packages+=(libreoffice-calc)
for part in pythonloader.py:python3-uno pythonscript.py:libreoffice-script-provider-python; do
    [ -f "/usr/lib/libreoffice/program/${part%%:*}" ] || packages+=("${part##*:}")
done
command -v pdftoppm >/dev/null || packages+=(poppler-utils)
command -v fc-list >/dev/null || packages+=(fontconfig)
[ -n "$(fc-list :lang=zh family 2>/dev/null)" ] || packages+=(fonts-noto-cjk)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
command -v chromium >/dev/null || packages+=(chromium)
command -v ip >/dev/null || packages+=(iproute2) # a machine without a network
if [ ${#packages[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    else
        echo "The tests need: ${packages[*]}. As root: apt-get install ${packages[*]}" >&2
        exit 1
    fi
fi
if [ "$(cat .tools/installed 2>/dev/null)" != "${tools[*]}" ]; then
    mkdir -p .tools
    npm install --silent --no-save --no-package-lock --no-audit --no-fund --prefix .tools "${tools[@]}"
    echo "${tools[*]}" >.tools/installed
fi
