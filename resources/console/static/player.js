"use strict";
/* The transcript follows the video, and every link with a second in it jumps there. */
(() => {
  const byId = (id) => document.getElementById(id);

  const play = (video, at) => {
    video.currentTime = at;
    video.play().catch(() => {});
  };

  /* One player that can show every part: choose the part first, then jump. */
  const choosePart = (video, part) => {
    const select = document.querySelector(`[data-parts="${video.id}"]`);
    if (select === null || select.value === part) return;
    select.value = part;
    video.removeAttribute("poster");
    video.src = `${video.dataset.base}${part}.mp4`;
  };

  for (const link of document.querySelectorAll("a.seek")) {
    const video = byId(link.dataset.player);
    if (video === null) continue;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const shown = video.currentSrc || video.src;
      const part = link.dataset.part;
      if (video.dataset.base) choosePart(video, part);
      else if (!shown.includes(`/${part}.mp4`)) video.src = link.href;
      play(video, Number(link.dataset.at));
      video.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }

  /* Highlights the word being said; words are in time order. */
  const follow = (transcript) => {
    const video = byId(transcript.dataset.transcript);
    const words = Array.from(transcript.querySelectorAll(".word"));
    const starts = words.map((word) => Number(word.dataset.from));
    const ends = words.map((word) => Number(word.dataset.to));
    let current = -1;

    const wordAt = (time) => {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle] <= time) low = middle + 1;
        else high = middle;
      }
      return low > 0 && time < ends[low - 1] ? low - 1 : -1;
    };

    const mark = () => {
      const next = wordAt(video.currentTime);
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
      if (word !== null) play(video, Number(word.dataset.from));
    });
    transcript.addEventListener("keydown", (event) => {
      const index = words.indexOf(document.activeElement);
      if (index < 0) return;
      const step = { ArrowRight: 1, ArrowDown: 10, ArrowLeft: -1, ArrowUp: -10 }[event.key];
      if (step !== undefined) focus(index + step);
      else if (event.key === "Home") focus(0);
      else if (event.key === "End") focus(words.length - 1);
      else if (event.key === "Enter" || event.key === " ") play(video, starts[index]);
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

  /* The whole session's player: choose a part, and a line on the timeline. */
  for (const select of document.querySelectorAll("[data-parts]")) {
    const video = byId(select.dataset.parts);
    const lines = document.querySelectorAll(".timeline .playhead");
    const length = Number(video.dataset.length);
    select.addEventListener("change", () => {
      video.removeAttribute("poster");
      video.src = `${video.dataset.base}${select.value}.mp4`;
    });
    const move = () => {
      const starts = Number(select.selectedOptions[0].dataset.starts);
      const x = `${Math.min(100, ((starts + video.currentTime) / length) * 100).toFixed(3)}%`;
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
    video.addEventListener("play", () => {
      for (const other of videos) if (other !== video) other.pause();
    });
  }
})();
