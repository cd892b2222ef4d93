// A disk that fills up: a tmpfs(5) of a few pages in this run's mount namespace.
using System.Diagnostics;

namespace Weir.Faults.Tools;

/// <summary>Mounted on a folder of its own, gone when disposed.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-disk-");

    private SmallDisk(int kibibytes) =>
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", Folder);

    public string Folder => _folder.FullName;

    public static SmallDisk Mount(int kibibytes)
    {
        Namespaces.Need();
        return new SmallDisk(kibibytes);
    }

    /// <summary>Makes room while files on it stay as they are.</summary>
    public void Grow(int kibibytes) => Run("mount", "-o", $"remount,size={kibibytes}k", Folder);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder); // the log may be open still
        _folder.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments).ShouldNotBeNull();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}
