export * from './refused.js';
export * from './ids.js';
export * from './calendar.js';
export * from './clock.js';
export * from './disclosure.js';
export * from './part2.js';
export * from './house.js';
