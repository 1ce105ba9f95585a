import QtQuick

// White over everything for a third of a second: both cameras see it, so their times can be compared.
// A single flash; WCAG 2.3.1 allows three a second.
Rectangle {
    id: flash

    function give() {
        flash.visible = true;
        off.restart();
    }

    objectName: "flashMark"
    color: "#ffffff"
    visible: false

    Timer {
        id: off

        interval: 333
        onTriggered: flash.visible = false
    }
}
