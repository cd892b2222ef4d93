// What reading a file came to.
using Weir.Linux;

namespace Weir.Reload;

/// <param name="Bytes">Empty when there is a fault.</param>
/// <param name="IsRegular">Whether it can be read again; a pipe cannot.</param>
/// <param name="Fault">Why it could not be read.</param>
/// <param name="Problem">The same in words.</param>
internal readonly record struct FileContent(
    byte[] Bytes,
    bool IsRegular,
    InputFault Fault,
    string Problem
);
