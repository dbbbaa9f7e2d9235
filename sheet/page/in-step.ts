/** How far takes may run apart before one is set right, seconds: about three frames. */
const APART_SECONDS = 0.12;

/** The videos of one group, which play as one: begun together, looped by the longest, set right when they run apart. */
export type InStep = {
  readonly play: () => void;
  readonly pause: () => void;
  readonly isPlaying: () => boolean;
  /** One of them has its first picture now, or is gone. */
  readonly changed: () => void;
};

export function inStep(videos: () => readonly HTMLVideoElement[], tell: (isPlaying: boolean) => void): InStep {
  let wanted = false;
  const heard = new WeakSet<HTMLVideoElement>();
  const there = () => videos().filter((video) => video.hasAttribute('src') && video.error === null);
  const leaderOf = (some: readonly HTMLVideoElement[]) =>
    some.reduce<HTMLVideoElement | undefined>(
      (longest, video) => ((video.duration || 0) > (longest?.duration || 0) ? video : longest),
      undefined,
    );

  function changed(): void {
    const all = there();
    for (const video of all) {
      if (heard.has(video)) continue;
      heard.add(video);
      video.addEventListener('ended', () => video === leaderOf(there()) && start());
      video.addEventListener('timeupdate', () => video === leaderOf(there()) && align(video));
    }
    const isReady = all.length > 0 && all.every((video) => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
    if (wanted && isReady && all.some((video) => video.paused && !video.ended)) start();
  }

  /** Who comes last brings all to the beginning. */
  function start(): void {
    if (!wanted) return;
    for (const video of there()) {
      video.currentTime = 0;
      // Refused where the browser plays nothing by itself: space is pressed then.
      video.play().catch(() => undefined);
    }
  }

  function align(leader: HTMLVideoElement): void {
    for (const video of there()) {
      if (video === leader || leader.currentTime >= (video.duration || 0)) continue;
      if (Math.abs(video.currentTime - leader.currentTime) > APART_SECONDS) video.currentTime = leader.currentTime;
    }
  }

  return {
    play: () => {
      wanted = true;
      tell(true);
      const all = there();
      const isFresh = all.every((video) => video.currentTime === 0 || video.ended);
      if (isFresh) changed();
      else for (const video of all) if (!video.ended) video.play().catch(() => undefined);
    },
    pause: () => {
      wanted = false;
      tell(false);
      for (const video of videos()) video.pause();
    },
    isPlaying: () => wanted,
    changed,
  };
}
