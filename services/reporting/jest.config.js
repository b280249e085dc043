import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'reporting', rootDir: import.meta.dirname };
