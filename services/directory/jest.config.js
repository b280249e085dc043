import preset from '../../jest.preset.js';

export default { ...preset, displayName: 'directory', rootDir: import.meta.dirname };
