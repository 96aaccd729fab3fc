#!/usr/bin/env bash
# Make the manual's pictures anew from the real workbooks: needs `make demo` before, LibreOffice, poppler and ImageMagick,
# and what the tests need for the task pane.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for each in shenzhen:2021 jiangmen:2024 guangdong:2019 jiangning:2023 jiangsu:2020; do
    cp out/已填表/"${each#*:}"年度_*.xlsx "$work/${each%:*}.xlsx"
done
cp out/空白表/2021年度_*.xlsx "$work/blank.xlsx"
cp out/空白表/2020年度_*.xlsx "$work/jiangsu-blank.xlsx"
.venv/bin/python -m docs.make_function_books "$work"
(cd "$work" && env -i HOME="$work" PATH=/usr/bin:/bin LANG=C.UTF-8 timeout 180 \
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf ./*.xlsx >/dev/null)
page() { # page NAME PDF "WORDS ON THE PAGE" X Y WIDTH HEIGHT [DPI]: the first page with all these words, cropped
    local name=$1 pdf=$2 words=$3 dpi=${8:-90} count number text word
    count=$(pdfinfo "$work/$pdf.pdf" | awk '/^Pages/ {print $2}')
    for number in $(seq "$count"); do
        text=$(pdftotext -f "$number" -l "$number" "$work/$pdf.pdf" - | tr -d '\n ')
        for word in $words; do
            [[ $text == *"$word"* ]] || continue 2
        done
        pdftoppm -r "$dpi" -f "$number" -l "$number" -png -singlefile -x "$4" -y "$5" -W "$6" -H "$7" \
            "$work/$pdf.pdf" "$work/$name"
        convert "$work/$name.png" -strip +dither -colors 96 -define png:compression-level=9 "PNG8:docs/images/$name.png"
        return
    done
    echo "no page of $pdf has the words $words" >&2
    exit 1
}
page 基础数据 blank 填报进度 40 20 664 520
page 基础数据-分档 jiangning '要点①的具体比例 中长期规划制定健全性' 40 406 664 330
page 产出指标 jiangmen 产出指标逐项填写部门整体绩效目标中的产出指标 40 20 664 420
page 履职指标 jiangning '完成率 指标值类型 规划推介' 45 35 1430 320 130
page 履职效益 jiangsu-blank '履职效益 完成情况（说明）' 45 35 1430 450 130
page 校验-待完善 blank 暂不能报送 40 20 664 620
page 校验-可以报送 shenzhen 可以报送总分 40 20 664 520
page 评分表-深圳 shenzhen 单位名称（公章） 30 20 992 640
page 评分表-江门 jiangmen 年度部门预算情况 20 20 1150 640 70
page 评分表-江门-指标 jiangmen '履职效能 部门整体绩效目标产出指标完成情况 佐证材料2' 20 20 1120 740 70
page 评分表-广东 guangdong 年度部门预算情况 20 20 1120 720 70
page 评分表-江宁 jiangning '一级指标 规划推介' 30 20 992 640
page 评分表-江苏 jiangsu '一级指标 机构建设与内控管理' 30 20 992 640
page 评分表-江苏-文字部分 jiangsu '二、评价情况 填报单位：' 30 20 992 560
page 第一个公式 formula 累计支出进度 40 60 800 90
page 校验-函数已就绪 functions 函数加载项：已就绪 30 30 690 150
XLGEN_PICTURES="$work" .venv/bin/python -m pytest tests/hosts/javascript/test_task_pane.py
for each in "$work"/任务窗格-*.png; do
    convert "$each" -strip +dither -colors 96 -define png:compression-level=9 "PNG8:docs/images/${each##*/}"
done
