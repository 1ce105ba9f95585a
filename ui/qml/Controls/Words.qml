import QtQuick
import Theme

// Text as everything writes it: wrapped, and in the theme's ink.
Text {
    color: Theme.text
    font.pixelSize: Theme.body
    wrapMode: Text.Wrap
    lineHeight: 1.15
}
