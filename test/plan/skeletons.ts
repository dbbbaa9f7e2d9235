export * from '../../sim/sketch.ts';
