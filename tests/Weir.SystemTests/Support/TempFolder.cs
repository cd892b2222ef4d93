// A directory that goes with the test.
namespace Weir.SystemTests.Support;

public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-test-");

    public string Path => _folder.FullName;

    /// <summary>Writes a file and returns where it is.</summary>
    public string Write(string name, string content)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
