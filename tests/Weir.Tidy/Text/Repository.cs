// All text files that the rules look at: those of the working tree, or a planted set in the rules' own tests.
namespace Weir.Tidy.Text;

public sealed class Repository(IReadOnlyList<SourceFile> files)
{
    private static readonly string[] s_skippedFolders =
    [
        ".git",
        "bin",
        "obj",
        "artifacts",
        "coverage",
        "node_modules",
        "TestResults",
        "BenchmarkDotNet.Artifacts",
    ];

    private static readonly string[] s_extensions =
    [
        ".cs",
        ".csproj",
        ".props",
        ".md",
        ".sh",
        ".json",
        ".txt",
        ".yml",
        ".conf",
        ".slnx",
    ];

    private readonly Dictionary<string, SourceFile> _byPath = files.ToDictionary(
        file => file.Path,
        StringComparer.Ordinal
    );

    public IReadOnlyList<SourceFile> Files { get; } = files;

    public IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    public IEnumerable<SourceFile> Markdown => Files.Where(file => file.IsMarkdown);

    /// <summary>The product's own code, without its tests.</summary>
    public IEnumerable<SourceFile> Product => CSharp.Where(file => file.IsUnder("src/"));

    public SourceFile? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>True for a file or a folder; files that are not text count too when the tree was read from disk.</summary>
    public bool Exists(string path) =>
        _byPath.ContainsKey(path)
        || Files.Any(file => file.IsUnder(path.TrimEnd('/') + "/"))
        || (Root is not null && System.IO.Path.Exists(System.IO.Path.Combine(Root, path)));

    private string? Root { get; init; }

    public static Repository Of(params (string Path, string Text)[] files) =>
        new([.. files.Select(file => new SourceFile(file.Path, file.Text))]);

    public static Repository FromDisk()
    {
        string root = FindRoot();
        var files = new List<SourceFile>();
        Collect(root, root, files);
        return new Repository(files) { Root = root };
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Weir.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("No Weir.slnx above the test.");
    }

    private static void Collect(string root, string folder, List<SourceFile> files)
    {
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = System.IO.Path.GetFileName(path);
            if (s_extensions.Contains(System.IO.Path.GetExtension(path)) || IsNamedText(name))
            {
                string relative = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/');
                files.Add(new SourceFile(relative, File.ReadAllText(path)));
            }
        }

        foreach (string path in Directory.EnumerateDirectories(folder))
        {
            if (!s_skippedFolders.Contains(System.IO.Path.GetFileName(path)))
            {
                Collect(root, path, files);
            }
        }
    }

    private static bool IsNamedText(string name) =>
        name is "Makefile" or "LICENSE" or "run" or ".editorconfig" or ".gitignore";
}
