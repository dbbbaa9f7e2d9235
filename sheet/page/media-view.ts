import type { Media } from '../model/data.ts';
import { element, set } from './element.ts';

/** The frame of a card. Nothing is asked of the server before `show`; `hide` lets go of it again. */
export type MediaView = {
  readonly frame: HTMLElement;
  readonly video: () => HTMLVideoElement | undefined;
  readonly update: (media: Media | undefined, name: string) => void;
  readonly show: () => void;
  readonly hide: () => void;
};

export function mediaView(onPicture: () => void): MediaView {
  const frame = element('div', { class: 'frame' });
  let media: Media | undefined;
  let inside: HTMLElement | undefined;
  let isShown = false;

  function draw(name: string): void {
    inside?.remove();
    inside = media === undefined ? undefined : elementFor(media, name);
    if (inside instanceof HTMLVideoElement) {
      inside.addEventListener('loadeddata', onPicture);
      inside.addEventListener('error', () => set(frame, { 'data-broken': inside?.hasAttribute('src') ?? false }));
    }
    if (inside !== undefined) frame.prepend(inside);
    if (isShown) show();
  }

  function show(): void {
    isShown = true;
    const source = media?.src;
    const isLink = inside instanceof HTMLAnchorElement;
    if (inside !== undefined && source !== undefined && !isLink && !inside.hasAttribute('src'))
      set(inside, { src: source });
  }

  return {
    frame,
    video: () => (inside instanceof HTMLVideoElement ? inside : undefined),
    update: (next, name) => {
      if (next?.src === media?.src && next?.kind === media?.kind) return;
      media = next;
      draw(name);
    },
    show,
    hide: () => {
      isShown = false;
      if (inside === undefined || inside instanceof HTMLAnchorElement || !inside.hasAttribute('src')) return;
      inside.removeAttribute('src');
      // Only this lets go of what was buffered.
      if (inside instanceof HTMLMediaElement) inside.load();
    },
  };
}

function elementFor({ kind, src, file, width, height }: Media, name: string): HTMLElement {
  const size = width > 0 && height > 0 ? { width, height } : {};
  switch (kind) {
    case 'video': {
      const video = element('video', {
        muted: true,
        playsinline: true,
        preload: 'auto',
        tabindex: -1,
        'aria-label': name,
        ...size,
      });
      // The attribute alone counts only for what the parser made.
      video.muted = true;
      return video;
    }
    case 'image':
      return element('img', { alt: name, ...size });
    case 'audio':
      return element('audio', { controls: true, preload: 'none', 'aria-label': name });
    case 'other':
      return element('a', { href: src, download: true, tabindex: -1 }, file);
    default: {
      const never: never = kind;
      return never;
    }
  }
}
