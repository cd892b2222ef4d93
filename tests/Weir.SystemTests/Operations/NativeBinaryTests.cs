// How the native binary was linked, as readelf tells: what makes an attacker's work harder is there.
using System.Diagnostics;
using Weir.SystemTests.Docs;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class NativeBinaryTests
{
    private static readonly byte[] s_elf = [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    [Fact]
    public async Task It_is_position_independent() =>
        (await ReadElfAsync("--file-header")).ShouldContain("DYN (Position-Independent");

    [Fact]
    public async Task Its_table_of_functions_is_bound_at_start_and_then_read_only()
    {
        (await ReadElfAsync("--dynamic")).ShouldMatch(@"\(FLAGS_1\) +Flags:.* NOW");
        (await ReadElfAsync("--program-headers")).ShouldContain("GNU_RELRO");
    }

    [Fact]
    public async Task Neither_its_stack_nor_anything_that_can_be_written_can_be_run()
    {
        string headers = await ReadElfAsync("--program-headers");
        headers.ShouldMatch(@"GNU_STACK .* RW +0x");
        headers.ShouldNotContain(" RWE ");
    }

    // The program under test if it is native, else what `make build` left in the tree.
    private static string? FindNative()
    {
        string path = Environment.GetEnvironmentVariable("WEIR_PROGRAM") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(CodeBlockTests.Root, "artifacts/weir");
        return File.Exists(path) && IsElf(path) ? path : null;
    }

    private static async Task<string> ReadElfAsync(string what)
    {
        string? program = FindNative();
        Assert.SkipUnless(program is not null, "no native binary was built: make build");
        var start = new ProcessStartInfo("readelf", ["--wide", what, program])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["LC_ALL"] = "C" },
        };
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException("readelf did not start");
        string output = await process.StandardOutput.ReadToEndAsync(
            TestContext.Current.CancellationToken
        );
        await Eventually.Within(
            process.WaitForExitAsync(TestContext.Current.CancellationToken),
            "readelf to end"
        );
        return output;
    }

    private static bool IsElf(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] magic = new byte[s_elf.Length];
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && magic.AsSpan().SequenceEqual(s_elf);
    }
}
