#!/usr/bin/env bash
# Make the manual's pictures anew from the real workbooks: needs `make demo` before, LibreOffice and poppler.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp out/空白表/2021年度_*.xlsx "$work/blank.xlsx"
cp out/已填表/2021年度_*.xlsx "$work/shenzhen.xlsx"
cp out/已填表/2024年度_*.xlsx "$work/jiangmen.xlsx"
(cd "$work" && env -i HOME="$work" PATH=/usr/bin:/bin LANG=C.UTF-8 timeout 180 \
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf ./*.xlsx >/dev/null)
page() { # page NAME PDF TEXT-ON-THE-PAGE CROP…: the first page with this text
    local name=$1 pdf=$2 text=$3 count number
    shift 3
    count=$(pdfinfo "$work/$pdf.pdf" | awk '/^Pages/ {print $2}')
    for number in $(seq "$count"); do
        if pdftotext -f "$number" -l "$number" "$work/$pdf.pdf" - | tr -d '\n ' | grep -q "$text"; then
            pdftoppm -r 90 -f "$number" -l "$number" -png -singlefile "$@" "$work/$pdf.pdf" "docs/images/$name"
            return
        fi
    done
    echo "no page of $pdf has the text $text" >&2
    exit 1
}
page 填报说明 blank 一、怎样填 -x 0 -y 20 -W 744 -H 520
page 基础数据 blank 填报进度 -x 40 -y 20 -W 664 -H 520
page 校验-待完善 blank 暂不能报送 -x 40 -y 20 -W 664 -H 620
page 校验-可以报送 shenzhen 可以报送总分 -x 40 -y 20 -W 664 -H 520
page 评分表-深圳 shenzhen 单位名称（公章） -x 0 -y 20 -W 1052 -H 660
page 评分表-江门 jiangmen 年度部门预算情况 -x 0 -y 20 -W 1488 -H 980
page 产出指标 jiangmen 得分状态1 -x 40 -y 20 -W 664 -H 420
