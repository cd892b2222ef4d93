// Descriptors that are open across exec, for the moment in which a child process is started. Owned by whoever starts it.
using System.Runtime.InteropServices;
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>The child finds each under the number that it has here. Disposing closes this process's side.</summary>
public sealed class ChildDescriptors : IDisposable
{
    private readonly List<int> _copies = [];

    /// <summary>Copies a descriptor and returns the copy's number; an <see cref="IOException"/> says that none is left.</summary>
    public int Add(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return Add((int)handle.DangerousGetHandle());
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    public void Dispose()
    {
        _copies.ForEach(static fd => KernelSocket.Close(fd));
        _copies.Clear();
    }

    internal int Add(int fd)
    {
        Errno.Prepare();
        int copy = KernelSocket.Duplicate(fd, isForChild: true);
        if (copy < 0)
        {
            throw new IOException($"cannot copy a descriptor for a new process (errno {-copy})");
        }

        _copies.Add(copy);
        return copy;
    }
}
