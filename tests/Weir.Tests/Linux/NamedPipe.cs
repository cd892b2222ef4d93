// A named pipe in a folder of its own, and what reads from it without waiting.
using System.Diagnostics;
using System.Text;

namespace Weir.Tests.Linux;

internal sealed class NamedPipe : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-pipe-");
    private FileStream? _reader;

    public NamedPipe()
    {
        using Process made = Process.Start("mkfifo", [Path]);
        made.WaitForExit();
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "pipe");

    /// <summary>Opens the end that is read; a writer is open already, or this waits for one.</summary>
    public void OpenReader() => _reader = new FileStream(Path, FileMode.Open, FileAccess.Read);

    public void CloseReader() => _reader?.Dispose();

    /// <summary>Reads that many bytes, which are in the pipe.</summary>
    public string Read(int bytes)
    {
        var read = new byte[bytes];
        _reader!.ReadExactly(read); // opened by the test
        return Encoding.UTF8.GetString(read);
    }

    public void Dispose()
    {
        CloseReader();
        _folder.Delete(recursive: true);
    }
}
