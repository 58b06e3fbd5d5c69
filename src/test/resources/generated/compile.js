/** Compiles TypeScript as `tsc --strict` does, with all files in memory. Called in a page that has loaded the compiler. */
sources => {
    const options = {
        strict: true,
        target: ts.ScriptTarget.ES2020,
        module: ts.ModuleKind.ES2020,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'],
        types: [],
        rootDir: '/src',
        outDir: '/out',
    };
    const emitted = {};
    const host = {
        fileExists: name => name in sources,
        readFile: name => sources[name],
        directoryExists: name => Object.keys(sources).some(known => known.startsWith(name + '/')),
        getDirectories: () => [],
        getCurrentDirectory: () => '/src',
        getDefaultLibLocation: () => '/lib',
        getDefaultLibFileName: () => '/lib/lib.es2020.d.ts',
        getCanonicalFileName: name => name,
        useCaseSensitiveFileNames: () => true,
        getNewLine: () => '\n',
        getSourceFile: (name, language) =>
            name in sources ? ts.createSourceFile(name, sources[name], language) : undefined,
        writeFile: (name, text) => (emitted[name] = text),
    };
    const program = ts.createProgram(['/src/conversation.ts'], options, host);
    const complaints = ts.getPreEmitDiagnostics(program).map(found => ts.formatDiagnostic(found, host));
    program.emit();
    return { complaints, emitted };
};
