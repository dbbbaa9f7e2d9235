export { type HostedFile, type HostedLink, HostTrouble, type MediaHost } from './media-host.ts';
export { type S3Options, s3Host } from './s3-host.ts';
export { simulatorHost } from './simulator-host.ts';
