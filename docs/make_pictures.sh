#!/usr/bin/env bash
# Make the manual's pictures anew from the real workbooks: needs `make demo` before, LibreOffice, poppler, ImageMagick, Xvfb,
# xdotool and Chromium, and what the tests need for the task pane.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for each in shenzhen:2021年度_深圳市 jiangmen:2024年度_江门市 guangdong:2019年度_广东省 jiangning:2023年度_江宁区 \
    jiangsu:2020年度_江苏省 project:2022年度_项目支出; do
    cp out/已填表/"${each#*:}"*.xlsx "$work/${each%:*}.xlsx"
done
cp out/空白表/2021年度_深圳市*.xlsx "$work/blank.xlsx"
cp out/空白表/2020年度_江苏省*.xlsx "$work/jiangsu-blank.xlsx"
.venv/bin/python -m docs.make_picture_books "$work"
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
page 产出指标 jiangmen 产出指标逐项填写部门整体绩效目标中的产出指标 40 20 664 420
page 履职指标 jiangning '完成率 指标值类型 规划推介' 45 35 1430 320 130
page 履职效益 jiangsu-blank '履职效益 完成情况（说明）' 45 35 1430 450 130
page 填报清单 shenzhen '填报清单 取数来源 责任科室' 30 20 992 520
page 校验-待完善 blank 暂不能报送 30 20 992 520
page 校验-可以报送 shenzhen '可以报送 一级、二级指标' 30 20 992 420
page 报告素材 shenzhen '报告素材 得分率' 30 20 684 620
page 评分表-深圳 shenzhen 单位名称（公章） 30 20 992 640
page 评分表-江门 jiangmen 年度部门预算情况 20 20 1150 640 70
page 评分表-江门-指标 jiangmen '履职效能 部门整体绩效目标产出指标完成情况 佐证材料2' 20 20 1120 740 70
page 评分表-广东 guangdong 年度部门预算情况 20 20 1120 720 70
page 评分表-江宁 jiangning '一级指标 规划推介' 30 20 992 640
page 评分表-江苏 jiangsu '一级指标 机构建设与内控管理' 30 20 992 640
page 评分表-江苏-文字部分 jiangsu '二、评价情况 填报单位：' 30 20 992 560
page 评分表-项目支出 project 年初预算数 30 40 690 570
page 第一个公式 formula 累计支出进度 40 60 800 90
page 校验-函数已就绪 functions 函数加载项：已就绪 30 30 690 150
.venv/bin/python -m xlgen scheme explain shenzhen-2021 -o "$work/审签.html" >/dev/null
chromium --headless --no-sandbox "--user-data-dir=$work/chromium" --no-pdf-header-footer "--print-to-pdf=$work/审签.pdf" \
    "file://$work/审签.html" >/dev/null 2>&1
page 审签 审签 公用经费控制率 30 40 690 500
# The 填报区 is not printed: it is shown as one sees it, in a window of 1366 × 768.
display=:77
Xvfb $display -screen 0 1366x768x24 >/dev/null 2>&1 &
screen=$!
sleep 2
trap 'kill $screen; rm -rf "$work"' EXIT
window() { # window NAME FILE: the workbook on the screen
    local shown=
    env -i HOME="$work" DISPLAY=$display PATH=/usr/bin:/bin LANG=zh_CN.UTF-8 soffice --norestore --nologo \
        "-env:UserInstallation=file://$work/window" --calc "$work/$2.xlsx" >/dev/null 2>&1 &
    until shown=$(DISPLAY=$display xdotool search --onlyvisible --name "$2"); do sleep 1; done
    sleep 3
    DISPLAY=$display xdotool windowsize "${shown%%$'\n'*}" 1366 768 windowmove "${shown%%$'\n'*}" 0 0
    sleep 2
    DISPLAY=$display import -window root -crop 1320x640+0+105 +repage "$work/$1.png"
    convert "$work/$1.png" -strip +dither -colors 96 -define png:compression-level=9 "PNG8:docs/images/$1.png"
    pkill -f "$work/window" || true
    sleep 2
}
window 填表 shenzhen
window 填表-有误 wrong
