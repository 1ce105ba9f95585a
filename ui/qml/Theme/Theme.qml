pragma Singleton
import QtQuick

// Every colour, size and duration of the windows. Each window's engine has its own: `dark`,
// `highContrast` and `largeType` are set once before it is loaded, `factor` follows its size.
QtObject {
    id: theme

    property bool dark: false
    property bool highContrast: false
    property bool largeType: false
    readonly property string family: Application.font.family
    // 1 at 1280x720
    property real factor: 1

    readonly property color background: pick("#F3F5F7", "#11171C", "#FFFFFF", "#000000")
    readonly property color surface: pick("#FFFFFF", "#1A2229", "#FFFFFF", "#000000")
    readonly property color raised: pick("#E9EEF2", "#242E37", "#FFFFFF", "#000000")
    readonly property color outline: pick("#CBD4DC", "#36434E", "#000000", "#FFFFFF")
    readonly property color control: pick("#788794", "#7C8B98", "#000000", "#FFFFFF")
    readonly property color text: pick("#1A2630", "#E9EFF4", "#000000", "#FFFFFF")
    readonly property color muted: pick("#52616D", "#A5B4C0", "#000000", "#FFFFFF")
    readonly property color accent: pick("#0A5A7D", "#6FC3E4", "#00344A", "#8FDBFF")
    readonly property color accentInk: pick("#FFFFFF", "#062430", "#FFFFFF", "#000000")
    readonly property color accentSoft: pick("#DCEBF2", "#17333F", "#FFFFFF", "#000000")
    readonly property color good: pick("#1A7048", "#6CCB9C", "#004D29", "#8CF0BE")
    readonly property color goodSoft: pick("#DFF1E8", "#173527", "#FFFFFF", "#000000")
    readonly property color warn: pick("#8A5300", "#EDB55C", "#5C3700", "#FFD08A")
    readonly property color warnSoft: pick("#FBEFD9", "#3A2C12", "#FFFFFF", "#000000")
    readonly property color bad: pick("#AD2A22", "#F29189", "#8A0F08", "#FFB3AD")
    readonly property color badSoft: pick("#FBE5E3", "#40201E", "#FFFFFF", "#000000")
    readonly property color badInk: pick("#FFFFFF", "#3A0B08", "#FFFFFF", "#000000")
    readonly property color veil: "#B3000000"
    readonly property color picture: "#0B0F12"
    readonly property color pictureInk: "#FFFFFF"
    readonly property color pictureGood: "#7FE0B0"
    // of one brightness (luminance 0.55) in every theme: the light that a face has to answer
    readonly property color lightWarm: "#FFB648"
    readonly property color lightCool: "#7CCEFF"

    readonly property real typeScale: largeType ? 1.2 : 1
    readonly property int caption: sp(15)
    readonly property int body: sp(18)
    readonly property int lead: sp(21)
    readonly property int title: sp(32)
    readonly property int question: sp(34)
    readonly property int digits: sp(64)

    // the operator's window shows more at once
    readonly property int small: sp(13)
    readonly property int plain: sp(15)
    readonly property int heading: sp(16)

    readonly property int gapS: dp(8)
    readonly property int gapM: dp(16)
    readonly property int gapL: dp(24)
    readonly property int gapXl: dp(40)
    readonly property int radius: dp(10)
    readonly property int line: Math.max(1, dp(highContrast ? 2 : 1))
    // least side of anything to be touched
    readonly property int touch: dp(56)
    readonly property int calm: 250

    function dp(size: real): int {
        return Math.round(size * theme.factor);
    }

    function sp(size: real): int {
        return Math.round(size * theme.factor * theme.typeScale);
    }

    function pick(light: string, darkened: string, strong: string, strongDark: string): string {
        if (theme.highContrast)
            return theme.dark ? strongDark : strong;
        return theme.dark ? darkened : light;
    }

    // the largest factor at which a layout made for 1280x720 fits
    function fit(width: real, height: real): real {
        return Math.max(0.5, Math.min(width / 1280, height / 720));
    }
}
