"use strict";
/* The transcript follows the video, and every link with a second in it jumps there. */
(() => {
  const byId = (id) => document.getElementById(id);

  const play = (video, at) => {
    video.currentTime = at;
    video.play().catch(() => {});
  };

  /* The part a player holds now, as its number in the address. */
  const partShown = (video) => (/\/(\d+)\.mp4/.exec(video.src) || ["", ""])[1];

  /* Any player can show any part: take the part first, then jump. */
  const show = (video, part, at) => {
    if (partShown(video) !== part) {
      video.removeAttribute("poster");
      video.src = `${video.dataset.base}${part}.mp4`;
    }
    play(video, at);
  };

  for (const link of document.querySelectorAll("a.seek")) {
    const video = byId(link.dataset.player);
    if (video === null) continue;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(video, link.dataset.part, Number(link.dataset.at));
      video.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }

  /* What a player shows one after the other: the recording, and in its holes the second disk's copy. */
  const OVERRUN_S = 1.5;
  const piecesOf = (video) =>
    Array.from(document.querySelectorAll(`[data-pieces="${video.id}"] [data-part][data-from]`), (node) => ({
      node,
      part: node.dataset.part,
      from: Number(node.dataset.from),
      to: Number(node.dataset.to),
      starts: Number(node.dataset.starts),
      camera: node.dataset.camera,
      second: node.dataset.second !== undefined,
    }));

  const chain = (video, pieces) => {
    const mark = document.querySelector(`[data-mark="${video.id}"]`);
    const select = document.querySelector(`[data-parts="${video.id}"]`);
    let current = null;

    const follow = () => {
      const part = partShown(video);
      const time = video.currentTime;
      const found = pieces.find((one) => one.part === part && time >= one.from - 0.05 && time < one.to);
      if (found !== undefined) current = found;
      if (mark !== null) mark.hidden = !pieces.some((one) => one.part === part && one.second);
      if (found !== undefined && select !== null) select.selectedIndex = pieces.indexOf(found);
    };

    const goOn = () => {
      follow();
      if (current === null || current.part !== partShown(video) || video.seeking) return;
      const over = video.currentTime - current.to;
      const reached = video.ended ? over > -OVERRUN_S : !video.paused && over >= 0 && over < OVERRUN_S;
      if (!reached) return;
      const left = pieces.slice(pieces.indexOf(current) + 1);
      const next = left.find((one) => one.camera === current.camera);
      current = null;
      if (next === undefined) video.pause();
      else show(video, next.part, next.from);
    };

    for (const name of ["loadstart", "seeked", "play"]) video.addEventListener(name, follow);
    for (const name of ["timeupdate", "ended"]) video.addEventListener(name, goOn);
  };

  /* Highlights the word being said; words are in time order. */
  const follow = (transcript) => {
    const video = byId(transcript.dataset.transcript);
    const words = Array.from(transcript.querySelectorAll(".word"));
    const spoken = words.map((word) => ({
      part: word.dataset.part,
      from: Number(word.dataset.from),
      to: Number(word.dataset.to),
    }));
    let current = -1;

    const wordAt = (part, time) =>
      spoken.findIndex((one) => one.part === part && time >= one.from && time < one.to);

    const hear = (index) => {
      const one = spoken[index];
      if (one.part !== undefined) show(video, one.part, one.from);
    };

    const mark = () => {
      const next = wordAt(partShown(video), video.currentTime);
      if (next === current) return;
      if (current >= 0) words[current].classList.remove("now");
      if (next >= 0) {
        words[next].classList.add("now");
        if (!video.paused) keepInView(transcript, words[next]);
      }
      current = next;
    };

    const tick = () => {
      mark();
      if (!video.paused && !video.ended) requestAnimationFrame(tick);
    };

    video.addEventListener("play", tick);
    video.addEventListener("seeked", mark);
    video.addEventListener("timeupdate", mark);

    const focus = (index) => {
      const word = words[Math.max(0, Math.min(words.length - 1, index))];
      for (const other of words) other.tabIndex = -1;
      word.tabIndex = 0;
      word.focus();
    };

    transcript.addEventListener("click", (event) => {
      const word = event.target.closest(".word");
      if (word !== null) hear(words.indexOf(word));
    });
    transcript.addEventListener("keydown", (event) => {
      const index = words.indexOf(document.activeElement);
      if (index < 0) return;
      const step = { ArrowRight: 1, ArrowDown: 10, ArrowLeft: -1, ArrowUp: -10 }[event.key];
      if (step !== undefined) focus(index + step);
      else if (event.key === "Home") focus(0);
      else if (event.key === "End") focus(words.length - 1);
      else if (event.key === "Enter" || event.key === " ") hear(index);
      else return;
      event.preventDefault();
    });
  };

  const keepInView = (box, word) => {
    const above = word.offsetTop - box.offsetTop;
    if (above < box.scrollTop || above > box.scrollTop + box.clientHeight - 40) {
      box.scrollTop = Math.max(0, above - 40);
    }
  };

  for (const transcript of document.querySelectorAll("[data-transcript]")) {
    if (byId(transcript.dataset.transcript) !== null) follow(transcript);
  }

  /* The whole session's player: choose a piece, and a line on the timeline. */
  for (const select of document.querySelectorAll("[data-parts]")) {
    const video = byId(select.dataset.parts);
    const pieces = piecesOf(video);
    const lines = document.querySelectorAll(".timeline .playhead");
    const length = Number(video.dataset.length);
    select.addEventListener("change", () => {
      const piece = pieces[select.selectedIndex];
      show(video, piece.part, piece.from);
    });
    const move = () => {
      const shown = pieces.find((one) => one.part === partShown(video));
      if (shown === undefined) return;
      const x = `${Math.min(100, ((shown.starts + video.currentTime) / length) * 100).toFixed(3)}%`;
      for (const line of lines) {
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
        line.classList.add("shown");
      }
    };
    video.addEventListener("timeupdate", move);
    video.addEventListener("seeked", move);
  }

  /* Only one recording is heard at a time. */
  const videos = Array.from(document.querySelectorAll("video"));
  for (const video of videos) {
    const pieces = piecesOf(video);
    if (pieces.length > 0) chain(video, pieces);
    video.addEventListener("play", () => {
      for (const other of videos) if (other !== video) other.pause();
    });
  }
})();
