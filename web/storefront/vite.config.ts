import fs from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { gem_symbols } from './tools/gems.mjs';

// The server reads one flat file: logical name -> public path. Vite's own manifest is keyed by source file and nested.
function flat_manifest(): Plugin {
  return {
    name: 'flat-manifest',
    enforce: 'post',
    buildStart() {
      for (const file of ['art.svg', 'icon.svg']) {
        this.emitFile({ type: 'asset', name: file, source: fs.readFileSync(`art/${file}`) });
      }
      this.emitFile({ type: 'asset', name: 'gems.svg', source: `<svg xmlns="http://www.w3.org/2000/svg">\n${gem_symbols()}\n</svg>\n` });
      for (const file of fs.readdirSync('.fonts').filter((name) => !/^(text|display)/.test(name))) {
        this.emitFile({ type: 'asset', name: file, source: fs.readFileSync(`.fonts/${file}`) });
      }
    },
    generateBundle(_, bundle) {
      const names: Record<string, string> = {};
      for (const [file, item] of Object.entries(bundle)) {
        if (item.type === 'chunk' && item.code.trim() === '') continue;
        if (item.type === 'chunk') names[`${item.name}.js`] = `/${file}`;
        else names[item.names[0] ?? file] = `/${file}`;
      }
      const sorted = Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: JSON.stringify(sorted, null, 2) + '\n' });
    },
  };
}

export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [flat_manifest()],
  css: { transformer: 'lightningcss', lightningcss: { targets: { chrome: 123 << 16, safari: 17 << 16, firefox: 121 << 16 } } },
  build: {
    outDir: '../../build/web',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    cssMinify: 'lightningcss',
    modulePreload: false,
    target: 'es2022',
    rollupOptions: {
      input: { core: 'elements/core.ts', storefront: 'styles/storefront.css' },
      output: { entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' },
    },
  },
});
