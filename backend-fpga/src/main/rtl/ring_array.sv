// The multiply-accumulate array of f_gemm in ring.cl, as hardware: SIZE x SIZE cells, each one multiply-add modulo 2^64
// a cycle, results staying in place.

// One cell. A 64-bit product modulo 2^64 needs three of the four 32-bit partial products. Four stages: operands, partial
// products, their sum, accumulation; a new pair of operands every cycle.
module ring_cell (
    input  wire        clock,
    input  wire        valid,   // the operands count
    input  wire        first,   // and begin a new sum
    input  wire [63:0] x,
    input  wire [63:0] y,
    output reg  [63:0] sum
);
    reg [63:0] x1, y1, low2, product3;
    reg [31:0] cross2a, cross2b;
    reg valid1, valid2, valid3, first1, first2, first3;

    always @(posedge clock) begin
        x1 <= x;
        y1 <= y;
        low2 <= x1[31:0] * y1[31:0];
        cross2a <= x1[31:0] * y1[63:32];
        cross2b <= x1[63:32] * y1[31:0];
        product3 <= low2 + {cross2a + cross2b, 32'b0};
        {valid1, valid2, valid3} <= {valid, valid1, valid2};
        {first1, first2, first3} <= {first, first1, first2};
        if (valid3) sum <= first3 ? product3 : sum + product3;
    end
endmodule

// The array: each cycle takes a column of x and a row of y; sums are complete four cycles after the last of them.
module ring_array #(
    parameter SIZE = 4
) (
    input  wire                    clock,
    input  wire                    valid,
    input  wire                    first,
    input  wire [64*SIZE-1:0]      column,
    input  wire [64*SIZE-1:0]      row,
    output wire [64*SIZE*SIZE-1:0] sums
);
    genvar i, j;
    generate
        for (i = 0; i < SIZE; i = i + 1) begin : rows
            for (j = 0; j < SIZE; j = j + 1) begin : columns
                ring_cell cell_ij (
                    .clock(clock),
                    .valid(valid),
                    .first(first),
                    .x(column[64*i+:64]),
                    .y(row[64*j+:64]),
                    .sum(sums[64*(i*SIZE+j)+:64])
                );
            end
        end
    endgenerate
endmodule
