// A gibibyte in one piece, both modes.
using System.Security.Cryptography;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class BulkTests
{
    private const long Total = 1L << 30;
    private const int Pieces = 1024;

    private readonly byte[] _piece = RandomNumberGenerator.GetBytes((int)(Total / Pieces));

    [Theory]
    [InlineData("http")]
    [InlineData("tcp")]
    public async Task A_gibibyte_arrives_with_its_hash(string mode)
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (await c.ReadHeadAsync() is not null)
            {
                await c.SendAsync(
                    $"HTTP/1.1 200 OK\r\nContent-Length: {Total}\r\nConnection: close\r\n\r\n"
                );
                for (int i = 0; i < Pieces; i++)
                {
                    await c.SendAsync(_piece);
                }
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            mode == "http" ? TestConfig.Http([backend.Address]) : TestConfig.Tcp([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        await client.ReadHeadAsync();
        using var got = new HashStream();
        await client.CopyToEndAsync(got);

        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Pieces; i++)
        {
            sent.AppendData(_piece);
        }

        bool equal = got.Hash() == Convert.ToHexString(sent.GetCurrentHash());
        Figure.Record(
            $"1 GiB through {mode}",
            equal ? "SHA-256 equal" : "SHA-256 differs",
            "SHA-256 equal",
            equal
        );
    }
}
